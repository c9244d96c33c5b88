import { describe, expect, it } from 'vitest';
import { campaign } from '../../../sim/campaign/index.ts';
import { SCENARIOS } from '../../../sim/scenario/index.ts';
import { campaignPlan, portfolio, seeds, sharedTarget } from '../../support/campaigns.ts';

const target = sharedTarget();

describe('what scenarios are about', () => {
  it.each(SCENARIOS)(
    '$name reaches it within 200 runs',
    async (scenario) => {
      const open = new Set(scenario.claims?.map(({ what }) => what));
      expect(open.size).toBeGreaterThan(0);
      const isReached = new AbortController();
      const plan = { scenarios: [scenario] as const, strategy: portfolio, faults: 'swarm' } as const;
      await campaign(
        campaignPlan(target, { ...plan, seeds: seeds(200) }),
        {
          onRun(run) {
            for (const claim of run.claims) open.delete(claim);
            if (open.size === 0) isReached.abort();
          },
        },
        isReached.signal,
      );
      expect([...open]).toEqual([]);
    },
    120_000,
  );
});
