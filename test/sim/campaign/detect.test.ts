import { describe, expect, it } from 'vitest';
import { detect } from '../../../sim/campaign/index.ts';
import type { Scenario } from '../../../sim/scenario/index.ts';
import { STRATEGIES } from '../../../sim/strategy/index.ts';
import { defectNamed, scenarioNamed } from '../../support/scenario-runs.ts';
import { sharedTarget } from '../../support/targets.ts';

const target = sharedTarget();
const [strategy] = STRATEGIES;
if (!strategy) throw new Error('there is no strategy');
const defect = defectNamed('sequence-from-row');
const scenarios = ['race', 'fan-out'].map(scenarioNamed);

describe('looking for a defect', () => {
  it('ends with the first run that breaks a law, and tells which, where, and after how much', async () => {
    const found = await detect(target(), { defect, scenarios }, { strategy, seed: 's', mostRuns: 100 });
    if (found.type !== 'FOUND') throw new Error('it was not found');
    expect(found.violation.law.name).toBe('exactly-once');
    expect(found.run.plan.scenario).toBe(scenarios[(found.runs - 1) % 2]);
    expect(found.run.plan.seed).toBe(`s/${found.runs - 1}`);
    expect(found.steps).toBeGreaterThanOrEqual(found.run.trace.steps.length);
    expect(found.elapsedMs).toBeGreaterThan(0);
  });

  it('is the same again with the same seed', async () => {
    const effort = { strategy, seed: 's', mostRuns: 100 };
    const [one, other] = [
      await detect(target(), { defect, scenarios }, effort),
      await detect(target(), { defect, scenarios }, effort),
    ];
    expect([one.type, one.runs, one.steps]).toEqual([other.type, other.runs, other.steps]);
  });

  it('is given up after so many runs', async () => {
    const plan = { defect, scenarios: [scenarioNamed('fan-out')], size: { tasks: 1 } };
    const missed = await detect(target(), plan, { strategy, seed: 's', mostRuns: 7 });
    expect(missed).toMatchObject({ type: 'NOT_FOUND', runs: 7 });
  });

  it('does not take a run for broken that was only cut off: it is run to its end', async () => {
    const long: Scenario = {
      name: 'long',
      summary: 'a client asks again and again',
      size: { tasks: 1, workers: 0, servers: 1 },
      workload: () => ({
        workflows: [],
        tasks: [],
        clients: [
          async (client) => {
            for (let turn = 0; turn < 1_500; turn += 1) await client.list();
          },
        ],
      }),
    };
    const sound = { name: 'sound', summary: 'nothing is wrong' };
    const plan = { defect: sound, scenarios: [long] };
    const whole = await detect(target(), plan, { strategy, seed: 's', mostRuns: 1 });
    const brief = await detect(target(), plan, { strategy, seed: 's', mostRuns: 1, isBrief: true });
    expect(whole).toMatchObject({ type: 'NOT_FOUND', runs: 1 });
    expect(brief).toMatchObject({ type: 'NOT_FOUND', runs: 1 });
    expect(whole.steps).toBeGreaterThan(4_000); // longer than a brief run
    expect(brief.steps).toBe(whole.steps + 4_000);
  });

  it('is given up when it is told to', async () => {
    const effort = { strategy, seed: 's', mostRuns: 100, signal: AbortSignal.abort() };
    expect(await detect(target(), { defect, scenarios }, effort)).toMatchObject({
      type: 'NOT_FOUND',
      runs: 0,
    });
  });
});
