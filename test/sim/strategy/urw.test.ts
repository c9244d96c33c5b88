import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../sim/kernel/index.ts';
import { ordersOf, plain, search, taking } from '../../support/searches.ts';
import { type Bodies, chiSquare, step } from '../../support/simulations.ts';

/** Programs whose interleavings are counted by hand. */
const PROGRAMS: readonly (readonly [name: string, interleavings: number, bodies: () => Bodies])[] = [
  ['one step and five', 6, () => ({ a: taking(...plain('a', 1)), b: taking(...plain('b', 5)) })],
  [
    'one step, two and three',
    60,
    () => ({ a: taking(...plain('a', 1)), b: taking(...plain('b', 2)), c: taking(...plain('c', 3)) }),
  ],
  [
    'a call that is handled in three steps, and two steps',
    21, // of five in a row, caller and handler, and two
    () => ({
      caller: async (actor: Actor) => {
        await actor.step(step('ask'));
        await actor.spawn('handler', taking(...plain('h', 3))).join();
        await actor.step(step('hear'));
      },
      b: taking(...plain('b', 2)),
    }),
  ],
  [
    'a fork of one step and three, joined, besides one step',
    28, // 4 orders of the fork's, and 7 places in each for the one besides
    () => ({
      fork: async (actor: Actor) => {
        await actor.step(step('begin'));
        const fibers = [
          actor.spawn('a', taking(...plain('a', 1))),
          actor.spawn('c', taking(...plain('c', 3))),
        ];
        for (const fiber of fibers) await fiber.join();
        await actor.step(step('end'));
      },
      b: taking(...plain('b', 1)),
    }),
  ],
];

const RUNS_EACH = 100;

/** Four standard deviations above what chance makes of so many counts that should be alike. */
function tolerable(interleavings: number): number {
  return interleavings - 1 + 4 * Math.sqrt(2 * (interleavings - 1));
}

describe('urw', () => {
  it.each(PROGRAMS)('is uniform over the interleavings of %s', async (_, interleavings, bodies) => {
    const orders = ordersOf(await search('urw', bodies, interleavings * RUNS_EACH));
    expect(orders.size).toBe(interleavings);
    expect(chiSquare([...orders.values()])).toBeLessThan(tolerable(interleavings));
  });

  it.each(PROGRAMS)('is not what random does with %s', async (_, interleavings, bodies) => {
    const orders = ordersOf(await search('random', bodies, interleavings * RUNS_EACH));
    expect(chiSquare([...orders.values()])).toBeGreaterThan(2 * tolerable(interleavings));
  });
});
