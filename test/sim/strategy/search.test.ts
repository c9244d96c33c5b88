import { describe, expect, it } from 'vitest';
import { RandomRoot } from '../../../sim/kernel/index.ts';
import { type LearningStrategy, type Profile, Search, type Strategy } from '../../../sim/strategy/index.ts';
import { aside, plain, strategy, taking } from '../../support/searches.ts';
import { dullest, play } from '../../support/simulations.ts';

/** A strategy that remembers the profiles it is given. */
function curious(needsProfile: boolean): Strategy & { readonly given: readonly (Profile | undefined)[] } {
  const given: (Profile | undefined)[] = [];
  return {
    name: 'curious',
    summary: '',
    ...(needsProfile ? { needsProfile } : {}),
    given,
    chooser(_, profile) {
      given.push(profile);
      return dullest;
    },
  };
}

/** Runs seeds of two plans in turns. @returns the seeds that were run, pilots and all. */
async function seedsRun(given: Strategy, seeds: readonly string[]): Promise<readonly string[]> {
  const searching = new Search(given);
  const run: string[] = [];
  for (const [index, seed] of seeds.entries()) {
    await searching.run(index % 2 === 0 ? 'even' : 'odd', seed, async (each, makeChooser) => {
      run.push(each);
      const bodies = { a: taking(...plain('a', 2)), b: taking(...aside('b', 3)) };
      return await play(bodies, { chooser: makeChooser(new RandomRoot(each)) });
    });
  }
  return run;
}

describe('a search', () => {
  it('makes one pilot run of each plan, before its first run', async () => {
    const given = curious(true);
    expect(await seedsRun(given, ['1', '2', '3', '4'])).toEqual(['pilot', '1', 'pilot', '2', '3', '4']);
    expect(given.given).toHaveLength(4);
    expect(given.given[2]).toBe(given.given[0]);
  });

  it('makes none for a strategy that does not want to know', async () => {
    const given = curious(false);
    expect(await seedsRun(given, ['1', '2'])).toEqual(['1', '2']);
    expect(given.given).toEqual([undefined, undefined]);
  });

  it('tells of the steps of the pilot run, whose they were and what they touched', async () => {
    const given = curious(true);
    await seedsRun(given, ['1']);
    const [profile] = given.given;
    expect(profile?.threads.map(({ kind }) => kind)).toEqual(['a: a1', 'b: b1']);
    expect(
      profile?.steps.filter(({ thread }) => thread.index === 0).map(({ footprint }) => footprint),
    ).toEqual([undefined, undefined]);
    expect(
      profile?.steps.filter(({ thread }) => thread.index === 1).map(({ footprint }) => footprint),
    ).toEqual([[], [], []]);
  });

  it('tells a strategy that learns of the runs that have ended, and starts it anew', async () => {
    const learnt: string[] = [];
    const begun: LearningStrategy = {
      ...strategy('random'),
      chooser: (stream) => ({ ...strategy('random').chooser(stream), name: `run ${learnt.length}` }),
      learn: ({ name = '' }) => learnt.push(name),
    };
    await seedsRun({ ...strategy('random'), begin: () => begun }, ['1', '2', '3']);
    expect(learnt).toEqual(['run 0', 'run 1', 'run 2']);
  });
});
