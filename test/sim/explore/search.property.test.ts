import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bounds, Search } from '../../../sim/explore/index.ts';
import { type Move, searchThrough, type ToyProgram } from '../../support/toy-programs.ts';

const variable = fc.constantFrom('x', 'y');
const simple: readonly fc.Arbitrary<Move>[] = [
  fc.record({ type: fc.constant('read' as const), of: variable }),
  fc.record({ type: fc.constant('write' as const), to: variable }),
  fc.constant({ type: 'think' as const }),
];
const any: readonly fc.Arbitrary<Move>[] = [
  ...simple,
  fc.constant({ type: 'look' as const }),
  fc.record({ type: fc.constant('sleep' as const), for: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ type: fc.constant('lock' as const), lock: variable }),
  fc.record({ type: fc.constant('unlock' as const), lock: variable }),
];
/** Half of all programs do little but meet: there it shows what a bound on preemptions leaves out. */
const program: fc.Arbitrary<ToyProgram> = fc
  .oneof(
    fc.array(fc.array(fc.oneof(...any), { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 3 }),
    fc.array(fc.array(fc.oneof(...simple), { minLength: 2, maxLength: 4 }), { minLength: 3, maxLength: 3 }),
  )
  .filter((threads) => threads.flat().length <= 8);

function bounds(preemptions: Bounds['preemptions'], faults = 0, ...allowed: readonly string[]): Bounds {
  return { preemptions, faults, allowed: new Set(allowed) };
}

const SEARCHED: readonly (readonly [what: string, bounds: Bounds])[] = [
  ['any number of preemptions', bounds('unlimited')],
  ['no preemption', bounds(0)],
  ['one preemption', bounds(1)],
  ['two preemptions', bounds(2)],
  ['any number of preemptions and one fault', bounds('unlimited', 1, 'lost')],
  ['one preemption and two faults', bounds(1, 2, 'lost')],
  ['any number of preemptions, time passing early once', bounds('unlimited', 1, 'time-passes')],
  ['one preemption, a fault or time passing early', bounds(1, 1, 'lost', 'time-passes')],
];

describe('a search that leaves schedules out', () => {
  it.each(SEARCHED)('comes to the same outcomes as plain enumeration: %s', async (_, within) => {
    const options = { faults: within.allowed.has('lost') };
    await fc.assert(
      fc.asyncProperty(program, async (threads) => {
        const plain = await searchThrough(new Search(within, 'none'), threads, options);
        const reduced = await searchThrough(new Search(within), threads, options);
        expect(reduced.outcomes).toEqual(plain.outcomes);
        if (within.preemptions === 'unlimited') expect(reduced.runs).toBeLessThanOrEqual(plain.runs);
      }),
      { numRuns: within.preemptions === 'unlimited' ? 40 : 120 },
    );
  });

  it.each(SEARCHED)(
    'goes on from where it was saved, at any point, to the same end: %s',
    async (_, within) => {
      const options = { faults: within.allowed.has('lost') };
      await fc.assert(
        fc.asyncProperty(program, fc.nat({ max: 40 }), async (threads, pause) => {
          const whole = new Search(within);
          const atOnce = await searchThrough(whole, threads, options);
          const paused = new Search(within);
          const before = await searchThrough(paused, threads, options, pause);
          const saved = JSON.parse(JSON.stringify(paused.save())) as ReturnType<Search['save']>;
          const resumed = new Search(within, undefined, saved);
          const after = await searchThrough(resumed, threads, options);
          expect(resumed.counts).toEqual(whole.counts);
          expect([...new Set([...before.outcomes, ...after.outcomes])].toSorted()).toEqual(atOnce.outcomes);
        }),
        { numRuns: 30 },
      );
    },
  );
});
