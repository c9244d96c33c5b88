import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Actor, type Chooser, EPOCH, type RunEnd, type TimeDetail } from '../../../sim/kernel/index.ts';
import { replayChooser } from '../../../sim/strategy/index.ts';
import type { Fiber } from '../../../src/ports/index.ts';
import { answering, anyOf, type Bodies, dullest, hops, play } from '../../support/simulations.ts';

/** What an actor does, as data. */
type Program = readonly Instruction[];
type Instruction =
  | { readonly type: 'step' | 'settle' | 'join' | 'join any' | 'draw' }
  | { readonly type: 'sleep' | 'set timer'; readonly ms: number }
  | { readonly type: 'hop'; readonly count: number }
  | { readonly type: 'start'; readonly program: Program };

/** Something that all actors change and look at, so that what they see tells in which order they came. */
type World = { counter: number };

async function execute(program: Program, actor: Actor, world: World): Promise<number> {
  const started: Fiber<number>[] = [];
  let seen = 0;
  for (const instruction of program) {
    switch (instruction.type) {
      case 'step':
        seen = await actor.step(answering('count', () => (world.counter += 1 + (seen % 3))));
        break;
      case 'settle':
        await actor.settled();
        break;
      case 'sleep':
        await actor.sleep(instruction.ms);
        break;
      case 'set timer':
        setTimeout(() => (world.counter += 1), instruction.ms);
        break;
      case 'hop':
        await hops(instruction.count);
        break;
      case 'draw':
        seen += actor.random.below(10);
        break;
      case 'start':
        started.push(actor.start(`part ${started.length}`, () => execute(instruction.program, actor, world)));
        break;
      case 'join':
        for (const fiber of started.splice(0)) seen += await fiber.join();
        break;
      case 'join any':
        if (started.length > 0) await actor.anyEnded(started);
        break;
      default:
        return instruction satisfies never;
    }
  }
  return await actor.step(answering('end', () => seen + world.counter));
}

const instruction: fc.Arbitrary<Instruction> = fc.letrec<{ instruction: Instruction }>((tie) => ({
  instruction: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    { weight: 6, arbitrary: fc.constant({ type: 'step' } as const) },
    {
      weight: 4,
      arbitrary: fc.record({
        type: fc.constantFrom('settle' as const, 'join' as const, 'join any' as const, 'draw' as const),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        type: fc.constantFrom('sleep' as const, 'set timer' as const),
        ms: fc.nat({ max: 4 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('hop' as const), count: fc.nat({ max: 5 }) }) },
    {
      weight: 3,
      arbitrary: fc.record({
        type: fc.constant('start' as const),
        program: fc.array(tie('instruction'), { maxLength: 5 }),
      }),
    },
  ),
})).instruction;

const programs = fc.array(fc.array(instruction, { maxLength: 8 }), { minLength: 1, maxLength: 4 });

/** Runs one actor per program. */
function runAll(all: readonly Program[], chooser: Chooser, seed = 'seed'): Promise<RunEnd> {
  const world: World = { counter: 0 };
  const bodies: Bodies = Object.fromEntries(
    all.map((program, index) => [
      `actor ${index}`,
      async (actor: Actor) => void (await execute(program, actor, world)),
    ]),
  );
  return play(bodies, { chooser, seed });
}

/** All there is to see of a run. */
function facts(run: RunEnd): object {
  const { end, choices, preemptions, elapsedMs, failures, trace } = run;
  return { end, choices, preemptions, elapsedMs, failures, steps: trace.steps, hash: trace.hash() };
}

describe('any program of actors', () => {
  it('does and sees the same again when its choices are made again', async () => {
    await fc.assert(
      fc.asyncProperty(programs, fc.string(), async (all, seed) => {
        const first = await runAll(all, anyOf(seed));
        const again = await runAll(all, replayChooser(first.choices));
        expect(facts(again)).toEqual(facts(first));
      }),
      { numRuns: 400 },
    );
  });

  it('does not depend on runs that came before it', async () => {
    await fc.assert(
      fc.asyncProperty(programs, programs, fc.string(), async (all, others, seed) => {
        const first = facts(await runAll(all, anyOf(seed)));
        await runAll(others, anyOf(seed));
        expect(facts(await runAll(all, anyOf(seed)))).toEqual(first);
      }),
      { numRuns: 100 },
    );
  });

  it('has the hash of another run only if the same happened in the same order', async () => {
    const differed = new Set<boolean>();
    await fc.assert(
      fc.asyncProperty(programs, fc.string(), fc.string(), async (all, one, other) => {
        const [first, second] = [await runAll(all, anyOf(one)), await runAll(all, anyOf(other))];
        const isSame = story(first) === story(second);
        differed.add(!isSame);
        expect(first.trace.hash() === second.trace.hash()).toBe(isSame);
      }),
      { numRuns: 200 },
    );
    expect(differed).toEqual(new Set([true, false])); // both were tried
  });

  it('always comes to its end, whoever chooses', async () => {
    await fc.assert(
      fc.asyncProperty(programs, fc.string(), async (all, seed) => {
        const runs = [await runAll(all, dullest), await runAll(all, anyOf(seed)), await runAll(all, latest)];
        expect(runs.map(({ end }) => end)).toEqual(['finished', 'finished', 'finished']);
        const stepsTaken = runs.map(
          ({ trace }) => trace.steps.filter(({ actor }) => actor !== 'clock').length,
        );
        expect(new Set(stepsTaken).size).toBe(1); // each takes all of its steps, in any order
      }),
      { numRuns: 100 },
    );
  });

  it('sees time advance by steps of the clock alone, and never back', async () => {
    await fc.assert(
      fc.asyncProperty(programs, fc.string(), async (all, seed) => {
        const { trace, elapsedMs } = await runAll(all, anyOf(seed));
        let time = EPOCH;
        for (const { actor, time: at, detail } of trace.steps) {
          if (actor === 'clock') {
            expect(at).toBeGreaterThanOrEqual(time);
            time = (detail as TimeDetail).to;
          }
          expect(at).toBe(time);
        }
        expect(elapsedMs).toBe(time - EPOCH);
      }),
      { numRuns: 100 },
    );
  });

  it('is preempted as often as its trace says, and never by who always takes the dullest choice', async () => {
    await fc.assert(
      fc.asyncProperty(programs, fc.string(), async (all, seed) => {
        const run = await runAll(all, anyOf(seed));
        expect(run.preemptions).toBe(run.trace.steps.filter(({ preempts }) => preempts).length);
        expect((await runAll(all, dullest)).preemptions).toBe(0);
      }),
      { numRuns: 100 },
    );
  });
});

const latest: Chooser = { choose: ({ options }) => options.length - 1 };

/** Who did what when, and what came of it. */
function story({ trace }: RunEnd): string {
  return JSON.stringify(
    trace.steps.map(({ actor, time, detail }) => [actor, time, 'woke' in detail ? 'time' : detail]),
  );
}
