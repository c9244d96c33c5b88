import { describe, expect, it } from 'vitest';
import type { Attempt, Candidate } from '../../../sim/shrink/index.ts';
import { recast } from '../../../sim/shrink/recast.ts';
import { Search } from '../../../sim/shrink/search.ts';
import type { TakenStep } from '../../../sim/strategy/index.ts';

type Step = readonly [actor: string, label: string];

const nameOf = ([actor, label]: Step): string => JSON.stringify([actor, label, 1]);

/** Steps of activities that could always have gone on. */
function taken(steps: readonly Step[]): readonly TakenStep[] {
  const actors = [...new Set(steps.map(([actor]) => actor))];
  return steps.map((step) => ({
    name: nameOf(step),
    footprint: undefined,
    thread: actors.indexOf(step[0]),
    since: 0,
    isTime: false,
    isFault: false,
  }));
}

/** So many clients that call one after the other, with their handlers. */
const called = (clients: number): readonly Step[] =>
  Array.from({ length: clients }, (_, index): readonly Step[] => [
    [`client-${index + 1}`, 'call'],
    [`serve client-${index + 1}#1`, 'read'],
    [`serve client-${index + 1}#1`, 'write'],
  ]).flat();

/** The second client's handler loses to the fourth one's. The two others have nothing to do with it. */
const LOST: readonly Step[] = [
  ['client-1', 'call'],
  ['serve client-1#1', 'read'],
  ['serve client-1#1', 'write'],
  ['client-2', 'call'],
  ['serve client-2#1', 'read'],
  ['client-4', 'call'],
  ['serve client-4#1', 'read'],
  ['serve client-4#1', 'write'],
  ['serve client-2#1', 'write'],
  ['client-3', 'call'],
];

describe('a run that is recast', () => {
  it('keeps those who interrupted each other, under new names, with their handlers', async () => {
    const orders: (readonly string[])[] = [];
    const attempt = async ({ size, order }: Candidate): Promise<Attempt<string>> => {
      if (order) orders.push(order);
      const steps = taken(called(size['clients'] ?? 0));
      const figures = { faults: 0, preemptions: 1, steps: steps.length };
      return { signature: 'broken', applied: [], taken: steps, ...figures, result: '' };
    };
    const candidate = { size: { clients: 4 }, faults: [], mostFaults: 0, deviations: [] };
    const found = { candidate, attempt: { ...(await attempt(candidate)), taken: taken(LOST) } };
    const search = new Search(found, 'broken', { runs: 100, ms: 60_000 }, attempt);
    await recast(search, { clients: 2 });
    expect(search.current.candidate.size).toEqual({ clients: 2 });
    expect(orders).toEqual([
      [
        nameOf(['client-1', 'call']),
        nameOf(['serve client-1#1', 'read']),
        nameOf(['client-2', 'call']),
        nameOf(['serve client-2#1', 'read']),
        nameOf(['serve client-2#1', 'write']),
        nameOf(['serve client-1#1', 'write']),
      ],
    ]);
  });
});
