import { describe, expect, it } from 'vitest';
import type { Defect } from '../../../models/defect/index.ts';
import { type RunResult, shrinkRun } from '../../../sim/campaign/index.ts';
import { drawnRun } from '../../../sim/campaign/drawn-run.ts';
import { adoOf } from '../../../sim/scoreboard/index.ts';
import { Search } from '../../../sim/strategy/index.ts';
import { portfolio, sharedTarget } from '../../support/campaigns.ts';
import { defectNamed, scenarioNamed } from '../../support/scenario-runs.ts';

const target = sharedTarget();

/** Each rung of the ladder, seeds from which on a finding is near, and how many runs shrinking it may take. */
const RUNGS: readonly (readonly [defect: string, seeds: readonly number[], runs: number])[] = [
  ['sequence-from-row', [1, 7, 14], 40],
  ['five-retries', [14, 46], 100],
  ['latest-after-final', [9, 17], 80],
  ['expected-final', [42, 43], 80],
  ['all-tasks-done', [18, 74], 80],
];

/** The first run from a seed on that shows a defect, where it says it shows. */
async function finding(defect: Defect, from: number): Promise<RunResult> {
  const scenario = scenarioNamed(defect.shows.scenario);
  const size = { ...scenario.size, ...defect.shows.size };
  const search = new Search(portfolio);
  for (let seed = from; seed < from + 1_000; seed += 1) {
    const run = await drawnRun(target, { scenario, size, seed: String(seed), defect }, { search });
    if (run.violations.length > 0) return run;
  }
  throw new Error(`a thousand seeds from ${from} on did not show ${defect.name}`);
}

describe('a finding of the ladder', () => {
  it.each(RUNGS)(
    'of %s is shrunk to no more than twice the least there is, in few runs',
    async (name, seeds, runs) => {
      const defect = defectNamed(name);
      const { least } = defect.shows;
      for (const seed of seeds) {
        const found = await finding(defect, seed);
        const shrunk = await shrinkRun(target, found, { runs, ms: Number.POSITIVE_INFINITY });
        if (!shrunk) throw new Error('the deviations of a finding do not fail');
        const { to, violation } = shrunk;
        expect(violation.law.name).toBe(defect.breaks);
        expect(to.preemptions).toBeLessThanOrEqual(2 * least.preemptions);
        expect(to.faults).toBeLessThanOrEqual(2 * least.faults);
        expect(adoOf(shrunk).actors).toBeLessThanOrEqual(2 * least.actors);
        expect(to.steps).toBeLessThanOrEqual(shrunk.from.steps);
      }
    },
    120_000,
  );
});
