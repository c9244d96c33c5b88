import { describe, expect, it } from 'vitest';
import { RacingPairs } from '../../../sim/coverage/racing-pairs.ts';
import { StepOrders } from '../../../sim/coverage/step-orders.ts';
import type { Footprint, Option } from '../../../sim/kernel/index.ts';
import { decision, option } from '../../support/simulations.ts';

const row = (key: string, mode: 'read' | 'write'): Footprint => [{ space: 'rows', key, mode }];
const reads = option('a-1', 'select', { footprint: row('1', 'read') });
const writes = option('b-1', 'update', { footprint: row('1', 'write') });
const elsewhere = option('c-1', 'update', { footprint: row('2', 'write') });
const time = option('clock', 'time passes', { thread: -1, isTime: true });

/** What runs show that make one decision each: the options, and which of them is chosen. */
function after(...runs: readonly (readonly [options: readonly Option[], chosen: number, plain?: number])[]): {
  readonly seen: number;
  readonly possible: number;
  readonly once: number;
} {
  const pairs = new RacingPairs();
  const orders = new StepOrders();
  for (const [options, chosen, plain = options.length] of runs) {
    const shown = new Set(orders.ordersIn({ ...decision(options), plain }, chosen));
    pairs.add(orders.namesOf(shown), 0);
  }
  return { seen: pairs.seen, possible: pairs.possible, once: pairs.once };
}

describe('pairs that race', () => {
  it('are met where both steps could be taken: one order is seen, both are possible', () => {
    expect(after([[reads, writes], 0])).toEqual({ seen: 1, possible: 2, once: 1 });
    expect(after([[reads, writes], 1])).toEqual({ seen: 1, possible: 2, once: 1 });
    expect(after([[reads, writes], 0], [[reads, writes], 1])).toEqual({ seen: 2, possible: 2, once: 2 });
  });

  it('are of steps that touch the same row, one of which changes it', () => {
    expect(after([[reads, elsewhere], 0])).toEqual({ seen: 0, possible: 0, once: 0 });
    const alsoReads = option('b-1', 'select', { footprint: row('1', 'read') });
    expect(after([[reads, alsoReads], 0])).toEqual({ seen: 0, possible: 0, once: 0 });
  });

  it('are of different actors, and neither of time nor of faults', () => {
    const own = option('a-1', 'update', { footprint: row('1', 'write'), thread: 1 });
    expect(after([[reads, own], 0])).toEqual({ seen: 0, possible: 0, once: 0 });
    expect(after([[writes, time], 0], [[writes, time], 1])).toEqual({ seen: 0, possible: 0, once: 0 });
    const fault = option('b-1', 'update', { footprint: row('1', 'write'), fault: 'lost-connection' });
    expect(after([[reads, fault], 0, 1], [[reads, fault], 1, 1])).toEqual({ seen: 0, possible: 0, once: 0 });
  });

  it('are counted by runs, and by kinds of steps: two of one kind have one order alone', () => {
    expect(after([[reads, writes], 0], [[reads, writes], 0])).toEqual({ seen: 1, possible: 2, once: 0 });
    const again = option('b-2', 'update', { footprint: row('1', 'write') });
    expect(after([[writes, again], 0], [[writes, again], 1])).toEqual({ seen: 1, possible: 1, once: 0 });
  });

  it('have the same names for whoever sees them, whatever was seen before', () => {
    const namesOf = (...seen: readonly (readonly Option[])[]): readonly string[] => {
      const orders = new StepOrders();
      const shown = seen.flatMap((options) => [...orders.ordersIn(decision(options), 0)]);
      return orders.namesOf(shown);
    };
    const other = option('z-1', 'delete', { footprint: row('1', 'write') });
    const [first, second] = namesOf([reads, writes], [writes, reads]);
    expect(namesOf([other, writes], [writes, reads], [reads, writes]).slice(1)).toEqual([second, first]);
    expect(first?.slice(0, -1)).toBe(second?.slice(0, -1)); // two orders of one pair
    expect(first).not.toBe(second);
  });
});
