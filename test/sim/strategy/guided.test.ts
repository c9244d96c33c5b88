import { describe, expect, it } from 'vitest';
import { type Chooser, RandomRoot, type RunEnd } from '../../../sim/kernel/index.ts';
import { labelsOf, plain, search, strategy, taking } from '../../support/searches.ts';
import { actorsOf, type Bodies, play } from '../../support/simulations.ts';

const bodies = (): Bodies => ({
  a: taking(...plain('a', 20)),
  b: taking(...plain('b', 20)),
  c: taking(...plain('c', 20)),
});

/** Of some sixty neighbours, so many are others if two runs have nothing to do with each other. */
const FAR = 40;

/** By how many neighbours two orders of the same steps differ. */
function distance(one: RunEnd, other: RunEnd): number {
  const pairs = (run: RunEnd): ReadonlySet<string> => {
    const labels = labelsOf(run);
    return new Set(labels.map((label, index) => `${labels[index - 1]} ${label}`));
  };
  const known = pairs(one);
  return [...pairs(other)].filter((pair) => !known.has(pair)).length;
}

/** One run that is learnt from, and many after it. */
async function family(
  learns: boolean,
): Promise<{ readonly first: RunEnd; readonly others: readonly RunEnd[] }> {
  const guided = strategy('guided').begin?.();
  if (!guided) throw new Error('guided does not learn');
  const runOf = async (seed: string): Promise<{ run: RunEnd; chooser: Chooser }> => {
    const chooser = guided.chooser(new RandomRoot(seed).stream('schedule'));
    return { run: await play(bodies(), { chooser }), chooser };
  };
  const { run: first, chooser } = await runOf('first');
  if (learns) guided.learn(chooser);
  const others: RunEnd[] = [];
  for (let seed = 0; seed < 40; seed += 1) others.push((await runOf(String(seed))).run);
  return { first, others };
}

describe('guided', () => {
  it('makes runs that are like the one it learnt from but for a few steps', async () => {
    const { first, others } = await family(true);
    const distances = others.map((other) => distance(first, other));
    expect(distances.filter((each) => each <= FAR).length).toBeGreaterThan(others.length / 2);
    expect(Math.max(...distances)).toBeGreaterThan(FAR); // some are of no parent
  });

  it('makes runs at random as long as it has learnt from none', async () => {
    const { first, others } = await family(false);
    expect(Math.min(...others.map((other) => distance(first, other)))).toBeGreaterThan(FAR);
  });

  it('has forgotten everything when another campaign begins', async () => {
    const once = await search('guided', bodies, 10);
    const again = await search('guided', bodies, 10);
    expect(again.map(actorsOf)).toEqual(once.map(actorsOf));
  });
});
