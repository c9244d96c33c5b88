import { describe, expect, it } from 'vitest';
import { TRANSITIONS } from '../../../models/lifecycle/index.ts';
import { campaign, type CampaignPlan, recordOf } from '../../../sim/campaign/index.ts';
import { type CampaignHeading, CampaignRecord } from '../../../sim/record/index.ts';
import {
  campaignPlan,
  noSignal,
  portfolio,
  seeds,
  sequenceFromRow,
  sharedTarget,
} from '../../support/campaigns.ts';

const target = sharedTarget();
const HEADING: CampaignHeading = {
  build: '0badcafe',
  targets: ['pglite'],
  strategy: 'portfolio',
  scenarios: ['fan-out'],
  faults: 'swarm',
  defect: null,
  seeds: '--seeds 0..9',
  shard: null,
  missingShards: [],
  workers: 1,
};

async function recorded(overrides: Partial<CampaignPlan>): Promise<CampaignRecord> {
  const plan = campaignPlan(target, { strategy: portfolio, faults: 'swarm', ...overrides });
  return recordOf(HEADING, await campaign(plan, {}, noSignal), []);
}

describe('the record of a campaign', () => {
  it('is what its schema says, of a campaign that held and of one that did not', async () => {
    for (const overrides of [{}, { defect: sequenceFromRow, seeds: seeds(20), shrinkMs: 5_000 }]) {
      const record = await recorded(overrides);
      expect(CampaignRecord.parse(JSON.parse(JSON.stringify(record)))).toEqual(record);
    }
  });

  it('says everything of a finding: law, witness, first place, how often, how to replay it', async () => {
    const { findings, failedRuns, checkedTwice } = await recorded({
      defect: sequenceFromRow,
      seeds: seeds(20),
      shrinkMs: 5_000,
    });
    const [finding] = findings;
    expect(finding).toMatchObject({
      law: 'exactly-once',
      target: 'pglite',
      scenario: 'fan-out',
      seed: String(finding?.at),
      command: `npx skein replay ${finding?.token}`,
    });
    const { shrunk } = finding ?? {};
    expect(shrunk?.command).toBe(`npx skein replay ${shrunk?.token}`);
    expect(shrunk?.deviations.map(({ take }) => take).join('\n')).toMatch(/^[\w-]+ ?[^\n]*: \w/);
    expect(checkedTwice).toBe(findings.length);
    expect(findings.reduce((sum, { count }) => sum + count, 0)).toBe(failedRuns);
  });

  it('has every step of a lifecycle once: taken, or never', async () => {
    const { reached, unreached } = await recorded({});
    expect([...reached, ...unreached].toSorted()).toEqual(TRANSITIONS.map(({ name }) => name).toSorted());
    expect(reached.length).toBeGreaterThan(3);
  });

  it('adds up what the runs of a scenario came to', async () => {
    const { byScenario, runs, steps } = await recorded({});
    expect(byScenario).toMatchObject([{ scenario: 'fan-out', target: 'pglite', runs, steps, failedRuns: 0 }]);
  });

  it('has one hash over all runs, each with its place', async () => {
    const { hash } = await recorded({ seeds: ['a', 'b', 'c'] });
    expect((await recorded({ seeds: ['a', 'b', 'c'] })).hash).toBe(hash);
    expect((await recorded({ seeds: ['a', 'c', 'b'] })).hash).not.toBe(hash);
    expect((await recorded({ seeds: ['a', 'b'] })).hash).not.toBe(hash);
  });
});
