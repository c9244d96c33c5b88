import { describe, expect, it } from 'vitest';
import { ClaimTally, claimsRecordOf, type ClaimTerms } from '../../../sim/campaign/claim-tally.ts';
import type { CampaignRecord } from '../../../sim/record/index.ts';
import type { Claim, Scenario } from '../../../sim/scenario/index.ts';
import { fanOut, sequenceFromRow, SMALL } from '../../support/campaigns.ts';
import { summaryOf } from '../../support/results.ts';

const impossible: Claim = { what: 'pigs flew', isReachedBy: () => false };
const easy: Claim = { what: 'a pig walked', isReachedBy: ({ signs }) => signs.has('pig WALKED') };
const farm: Scenario = { ...fanOut, name: 'farm', claims: [impossible, easy] };
const FARM: ClaimTerms = { scenarios: [farm], size: {}, defect: undefined };

/** The claims after so many runs of the farm, in the fourth of which a pig walked. */
function after(
  runs: number,
  terms: Partial<ClaimTerms> = {},
  strategies: readonly string[] = ['pos', 'pct'],
): CampaignRecord['claims'] {
  const tally = new ClaimTally({ ...FARM, ...terms });
  for (let run = 0; run < runs; run += 1) {
    const strategy = strategies[run % strategies.length] ?? '';
    tally.add(summaryOf({ scenario: 'farm', strategy, claims: run === 3 ? ['a pig walked'] : [] }));
  }
  return claimsRecordOf(tally.part());
}

const missed = (claims: CampaignRecord['claims']): readonly string[] =>
  claims.filter((claim) => claim.missed).map(({ what }) => what);

describe('claims', () => {
  it('are missed when 200 runs of their scenario have not reached them', () => {
    expect(missed(after(199))).toEqual([]);
    expect(missed(after(200))).toEqual(['pigs flew']);
    expect(after(200)).toEqual([
      { scenario: 'farm', what: 'pigs flew', runs: 200, reached: false, missed: true },
      { scenario: 'farm', what: 'a pig walked', runs: 200, reached: true, missed: false },
    ]);
  });

  it('are open, and not missed, as long as there are few runs', () => {
    expect(after(3).map(({ reached, missed: isMissed }) => [reached, isMissed])).toEqual([
      [false, false],
      [false, false],
    ]);
    expect(after(4).map(({ reached }) => reached)).toEqual([false, true]);
  });

  it('are not missed with a defect, nor when a run is smaller than its scenario', () => {
    expect(missed(after(300, { defect: sequenceFromRow }))).toEqual([]);
    expect(missed(after(300, { size: SMALL }))).toEqual([]);
    expect(missed(after(300, { size: { tasks: 9, workers: 9, servers: 9 } }))).toEqual(['pigs flew']);
  });

  it('are not missed by one strategy alone', () => {
    expect(missed(after(300, {}, ['pct']))).toEqual([]);
  });

  it('are counted by the runs of their own scenario', () => {
    const tally = new ClaimTally({ ...FARM, scenarios: [farm, { ...farm, name: 'other farm' }] });
    for (let run = 0; run < 399; run += 1) {
      const strategy = run % 3 === 0 ? 'pos' : 'pct';
      tally.add(summaryOf({ strategy, scenario: run % 2 === 0 ? 'farm' : 'other farm' }));
    }
    const claims = claimsRecordOf(tally.part());
    expect(claims.map(({ scenario, runs, missed: isMissed }) => [scenario, runs, isMissed])).toEqual([
      ['farm', 200, true],
      ['farm', 200, true],
      ['other farm', 199, false],
      ['other farm', 199, false],
    ]);
  });

  it('are the same in parts: what one part has reached is reached, and runs are added up', () => {
    const parts = [new ClaimTally(FARM), new ClaimTally(FARM), new ClaimTally(FARM)];
    for (let run = 0; run < 210; run += 1) {
      const strategy = run % 2 === 0 ? 'pos' : 'pct';
      const claims = run === 7 ? ['a pig walked'] : [];
      parts[run % 3]?.add(summaryOf({ scenario: 'farm', strategy, claims }));
    }
    const merged = new ClaimTally({ ...FARM, scenarios: [] });
    for (const part of parts) merged.merge(part.part());
    expect(claimsRecordOf(merged.part())).toEqual([
      { scenario: 'farm', what: 'pigs flew', runs: 210, reached: false, missed: true },
      { scenario: 'farm', what: 'a pig walked', runs: 210, reached: true, missed: false },
    ]);
  });
});
