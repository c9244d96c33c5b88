import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Actor, RunEnd } from '../../../sim/kernel/index.ts';
import { type Deviation, DeviationRecorder, TolerantChooser } from '../../../sim/strategy/index.ts';
import { actorsOf, anyOf, type Bodies, decision, option, play, step } from '../../support/simulations.ts';

const name = (actor: string, label = 'x', occurrence = 1): string =>
  JSON.stringify([actor, label, occurrence]);

/** Actors that do so many steps each, sleeping before some of them. */
function programs(plans: readonly (readonly number[])[]): Bodies {
  return Object.fromEntries(
    plans.map((sleeps, index) => [
      `a${index}`,
      async (actor: Actor) => {
        for (const [turn, milliseconds] of sleeps.entries()) {
          if (milliseconds > 0) await actor.sleep(milliseconds);
          await actor.step(step(turn % 2 === 0 ? 'even' : 'odd'));
        }
      },
    ]),
  );
}

const toyPrograms = fc
  .array(fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 5 })
  .map(programs);

async function recorded(
  bodies: Bodies,
  seed: string,
): Promise<{ run: RunEnd; deviations: readonly Deviation[] }> {
  const chooser = new DeviationRecorder(anyOf(seed));
  const run = await play(bodies, { chooser });
  return { run, deviations: chooser.deviations };
}

describe('a tolerant replay', () => {
  it('is the same run, all of whose deviations were applied, on the same code', async () => {
    await fc.assert(
      fc.asyncProperty(toyPrograms, fc.string(), async (bodies, seed) => {
        const { run, deviations } = await recorded(bodies, seed);
        const chooser = new TolerantChooser(deviations);
        const again = await play(bodies, { chooser });
        expect(again.choices).toEqual(run.choices);
        expect(again.trace.hash()).toBe(run.trace.hash());
        expect(chooser.tolerated()).toMatchObject({ applied: deviations, met: [], missed: [] });
      }),
    );
  });

  it('without deviations is the default: whoever stepped last goes on', async () => {
    const run = await play(
      programs([
        [0, 0],
        [0, 0],
      ]),
      { chooser: new TolerantChooser([]) },
    );
    expect(actorsOf(run)).toEqual(['a0', 'a0', 'a1', 'a1']);
  });

  it('leaves out what decided nothing, and the run is the same', async () => {
    await fc.assert(
      fc.asyncProperty(toyPrograms, fc.string(), fc.nat(), async (bodies, seed, cut) => {
        const { deviations } = await recorded(bodies, seed);
        const some = deviations.filter((_, index) => (cut >> (index % 20)) % 2 === 0);
        const chooser = new TolerantChooser(some);
        const run = await play(bodies, { chooser });
        const { applied, met, missed } = chooser.tolerated();
        expect(new Set([...applied, ...met, ...missed])).toEqual(new Set(some));
        const again = await play(bodies, { chooser: new TolerantChooser(applied) });
        expect(again.trace.hash()).toBe(run.trace.hash());
      }),
    );
  });

  it('holds a step back until what it waits for is on offer, though nothing prepares it', async () => {
    const chooser = new TolerantChooser([{ before: name('a0', 'even'), take: name('a2', 'odd') }]);
    const run = await play(programs([[0], [0, 0], [0, 0, 0]]), { chooser });
    expect(actorsOf(run)).toEqual(['a1', 'a1', 'a2', 'a2', 'a2', 'a0']);
    expect(chooser.tolerated().applied).toHaveLength(1);
  });

  it('lets no time pass for a step that is held back', async () => {
    const chooser = new TolerantChooser([{ before: name('a0', 'even'), take: name('a1', 'even') }]);
    const run = await play(programs([[0], [5]]), { chooser });
    expect(actorsOf(run)).toEqual(['a0', 'clock', 'a1']);
    expect(chooser.tolerated()).toMatchObject({ applied: [], missed: [expect.anything()] });
  });

  it('says what means nothing, and goes on without it', async () => {
    const foreign = [
      { before: name('nobody'), take: name('a1', 'even') },
      { before: name('a0', 'odd'), take: name('nobody') },
    ];
    const chooser = new TolerantChooser(foreign);
    const run = await play(programs([[0, 0], [0]]), { chooser });
    expect(run.end).toBe('finished');
    expect(chooser.tolerated()).toMatchObject({ met: [], missed: foreign });
  });

  it('takes a fault where it is on offer', () => {
    const take = JSON.stringify(['a1', 'x', 1, 'lost']);
    const chooser = new TolerantChooser([{ before: name('a0'), take }]);
    const options = [option('a0'), option('a1'), option('a1', 'x', { fault: 'lost' })];
    expect(chooser.choose({ ...decision(options), plain: 2 })).toBe(2);
  });

  it('calls a step the same whichever replica serves it, and however its text is laid out', () => {
    const chooser = new TolerantChooser([{ before: name('a'), take: name('complete w#1', 'select 1') }]);
    expect(chooser.choose(decision([option('a'), option('server-2/complete w#1', 'select\n   1')]))).toBe(1);
  });
});
