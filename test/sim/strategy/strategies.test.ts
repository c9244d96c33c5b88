import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { run } from '../../../sim/campaign/index.ts';
import { type Chooser, type Decision, type Option, RandomRoot } from '../../../sim/kernel/index.ts';
import { SCENARIOS } from '../../../sim/scenario/index.ts';
import { Search, STRATEGIES } from '../../../sim/strategy/index.ts';
import {
  aside,
  labelsOf,
  plain,
  search,
  strategy,
  taking,
  touching,
  writes,
} from '../../support/searches.ts';
import { type Bodies, option } from '../../support/simulations.ts';
import { sharedTarget } from '../../support/targets.ts';

const NAMES = [...STRATEGIES.map(({ name }) => name), 'pct:1', 'pct:9'];

const TIME = option('clock', 'time passes', { isTime: true, thread: -1, request: -1, occurrence: 0 });

/** Decisions as they come in runs: some threads have a step, time may pass, and some things may go wrong. */
const decisions: fc.Arbitrary<readonly Decision[]> = fc
  .array(
    fc.record({
      threads: fc.uniqueArray(fc.nat(6), { maxLength: 5 }),
      hasTime: fc.boolean(),
      faults: fc.nat(3),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((shapes) =>
    shapes.flatMap(({ threads, hasTime, faults }, step) => decisionOf(threads, hasTime, faults, step)),
  );

function decisionOf(threads: readonly number[], hasTime: boolean, faults: number, step: number): Decision[] {
  const steps = threads.map((thread): Option => {
    const footprint = thread % 3 === 0 ? undefined : [writes(String(thread % 2))];
    return option(`a${thread}`, `step ${step % 4}`, { thread, request: step * 10 + thread, footprint });
  });
  const plain = hasTime || steps.length === 0 ? [...steps, TIME] : steps;
  const wrong = Array.from({ length: faults }, (_, index) =>
    option('nemesis', 'x', { thread: -1, fault: `f${index}` }),
  );
  if (plain.length + wrong.length < 2) return [];
  return [{ step, options: [...plain, ...wrong], plain: plain.length, last: undefined }];
}

/** What a chooser decides, told of its steps as a simulation does. */
function choicesOf(chooser: Chooser, given: readonly Decision[]): readonly number[] {
  return given.map((decision) => {
    const index = chooser.choose(decision);
    const chosen = decision.options[index];
    if (chosen) chooser.willStep?.(chosen);
    return index;
  });
}

/** Contended and uncontended steps, of known and unknown footprint, by threads that begin threads. */
const mixed = (): Bodies => ({
  a: async (actor) => {
    for (const each of plain('a', 3)) await actor.step(each);
    await actor.spawn('late', taking(...aside('late', 2), touching('late3', writes('x')))).join();
    await actor.sleep(10);
    await actor.step(touching('a4', writes('x')));
  },
  b: taking(...aside('b', 4), touching('b5', writes('x')), touching('b6', writes('y'))),
  c: taking(touching('c1', writes('x')), touching('c2', writes('y')), ...plain('c', 3)),
});

describe.each(NAMES)('the strategy %s', (name) => {
  const target = sharedTarget();

  it('chooses one of the options that are there, and never a fault', () => {
    fc.assert(
      fc.property(fc.string(), decisions, (seed, given) => {
        const chooser = strategy(name).chooser(new RandomRoot(seed).stream('schedule'));
        for (const [at, index] of choicesOf(chooser, given).entries()) {
          expect(Number.isInteger(index)).toBe(true);
          expect(index).toBeGreaterThanOrEqual(0);
          expect(index).toBeLessThan(given[at]?.plain ?? 0);
        }
      }),
    );
  });

  it('makes the same run of the same seed, whatever is run in the same process, and others of others', async () => {
    const [runs, again] = [await search(name, mixed, 20), await search(name, mixed, 20)];
    expect(again.map(({ trace }) => trace.hash())).toEqual(runs.map(({ trace }) => trace.hash()));
    expect(new Set(runs.map((each) => labelsOf(each).join())).size).toBeGreaterThan(5);
  });

  it('lets time pass now and then although somebody could step, and rarely', () => {
    const chooser = strategy(name).chooser(new RandomRoot('1').stream('schedule'));
    const given = Array.from({ length: 10_000 }, (_, step) => decisionOf([1, 2], true, 0, step)).flat();
    const passed = choicesOf(chooser, given).filter((index) => index === 2).length;
    expect(passed).toBeGreaterThan(0);
    expect(passed).toBeLessThan(10_000 / 50);
  });

  it('comes to the end of every scenario, with all laws held', async () => {
    for (const scenario of SCENARIOS) {
      const plan = { scenario, size: scenario.size, defect: undefined };
      const searching = new Search(strategy(name));
      const result = await searching.run(scenario.name, '0', (seed, makeChooser) =>
        run(target(), { ...plan, seed }, makeChooser),
      );
      expect(result, scenario.name).toMatchObject({ end: 'finished', violations: [] });
    }
  }, 120_000);
});
