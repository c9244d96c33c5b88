import { describe, expect, it } from 'vitest';
import {
  decodeToken,
  replay,
  run,
  type RunResult,
  shrinkRun,
  signatureOf,
} from '../../../sim/campaign/index.ts';
import { deviationsOf, tolerantly } from '../../../sim/campaign/shrink-run.ts';
import { random, runPlan, sequenceFromRow, sharedTarget } from '../../support/campaigns.ts';

const target = sharedTarget();

/** The first so many runs that show the defect. */
async function findings(count: number, first = 0): Promise<readonly RunResult[]> {
  const found: RunResult[] = [];
  for (let seed = first; found.length < count && seed < first + 100; seed += 1) {
    const plan = runPlan({ seed: String(seed), defect: sequenceFromRow });
    const result = await run(target, plan, (root) => random.chooser(root.stream('schedule')));
    if (result.violations.length > 0) found.push(result);
  }
  return found;
}

describe('a run of the engine as deviations', () => {
  it('is the same run, byte for byte, when these are replayed tolerantly', async () => {
    for (const found of await findings(5)) {
      const deviations = await deviationsOf(target, found);
      const { run: again, tolerated } = await tolerantly(target, found.plan, deviations);
      expect(again.hash).toBe(found.hash);
      expect(tolerated.applied).toEqual(deviations);
    }
  });
});

describe('shrinkRun', () => {
  it('comes to two handlers, one preemption and one order from any schedule that shows the lost completion', async () => {
    for (const found of await findings(4, 4)) {
      const shrunk = await shrinkRun(target, found, { runs: 250, ms: Number.POSITIVE_INFINITY });
      if (!shrunk) throw new Error('the deviations of a finding do not fail');
      expect(shrunk.violation.law.name).toBe('exactly-once');
      expect(signatureOf(shrunk.run)).toBe(signatureOf(found));
      expect(shrunk.run.plan.size.tasks).toBe(2);
      expect(shrunk.to.preemptions).toBe(1);
      expect(shrunk.deviations).toHaveLength(1);
      expect(shrunk.to.steps).toBeLessThan(shrunk.from.steps);
      const again = await replay(target, decodeToken(shrunk.token));
      expect(again.hash).toBe(shrunk.run.hash);
    }
  }, 240_000);

  it('leaves a run in which every law holds as it is', async () => {
    const held = await run(target, runPlan(), (root) => random.chooser(root.stream('schedule')));
    expect(held.violations).toEqual([]);
    expect(await shrinkRun(target, held, { runs: 10, ms: 1_000 })).toBeUndefined();
  });

  it('cuts nothing without a budget, and its token replays the run that was found', async () => {
    const [found] = await findings(1);
    if (!found) throw new Error('a hundred seeds did not show the defect');
    const shrunk = await shrinkRun(target, found, { runs: 0, ms: 0 });
    expect(shrunk).toMatchObject({ isMinimal: false, run: { hash: found.hash } });
    expect(shrunk?.to).toEqual(shrunk?.from);
  });
});
