import { describe, expect, it } from 'vitest';
import { type RunResult, type ShrunkFinding, shrinkRun } from '../../../sim/campaign/index.ts';
import { drawnRun } from '../../../sim/campaign/drawn-run.ts';
import { adoOf, simplestOf } from '../../../sim/scoreboard/index.ts';
import { Search } from '../../../sim/strategy/index.ts';
import { random, sharedTarget } from '../../support/campaigns.ts';
import { defectNamed, scenarioNamed } from '../../support/scenario-runs.ts';

const target = sharedTarget();

/** The first findings of a defect, far from simple. */
async function findings(count: number): Promise<readonly RunResult[]> {
  const [defect, scenario] = [defectNamed('sequence-from-row'), scenarioNamed('completions')];
  const found: RunResult[] = [];
  for (let seed = 0; found.length < count; seed += 1) {
    const plan = { scenario, size: { ...scenario.size, tasks: 4 }, seed: String(seed), defect };
    const run = await drawnRun(target, plan, { search: new Search(random) });
    if (run.violations.length > 0) found.push(run);
  }
  return found;
}

async function shrunk(finding: RunResult, runs: number): Promise<ShrunkFinding> {
  const simpler = await shrinkRun(target, finding, { runs, ms: Number.POSITIVE_INFINITY });
  if (!simpler) throw new Error('the finding cannot be shrunk');
  return simpler;
}

describe('the simplest of some findings', () => {
  const ms = Number.POSITIVE_INFINITY;
  const least = { actors: 2, preemptions: 1, faults: 0 };
  const none = { actors: 0, preemptions: 0, faults: 0 };

  it('is the first that is as simple as is known to be possible', async () => {
    const [first, second] = await findings(2);
    if (!first || !second) throw new Error('two were asked for');
    const simple = await shrunk(second, 300);
    expect(adoOf(simple)).toEqual(least);
    const simplest = await simplestOf(target, [second, first], least, { runs: 300, ms });
    expect(simplest?.token).toBe(simple.token);
  });

  it('is the one with the fewest preemptions where none is', async () => {
    const found = (await findings(4)).toSorted((one, other) => other.preemptions - one.preemptions);
    const each: number[] = [];
    for (const finding of found) each.push((await shrunk(finding, 2)).to.preemptions);
    const fewest = Math.min(...each);
    expect(each[0]).toBeGreaterThan(fewest);
    const simplest = await simplestOf(target, found, none, { runs: 2, ms });
    expect(simplest?.to.preemptions).toBe(fewest);
  });

  it('is the first where nothing is known', async () => {
    const found = await findings(2);
    const simplest = await simplestOf(target, found, undefined, { runs: 2, ms });
    expect(simplest?.from.steps).toBe(found[0] && (await shrunk(found[0], 2)).from.steps);
  });
});
