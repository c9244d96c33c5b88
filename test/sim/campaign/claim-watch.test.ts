import { describe, expect, it } from 'vitest';
import { ClaimWatch } from '../../../sim/campaign/claim-watch.ts';
import type { RunPlan } from '../../../sim/campaign/index.ts';
import type { Claim, Scenario } from '../../../sim/scenario/index.ts';
import { fanOut, runPlan, sequenceFromRow, SMALL } from '../../support/campaigns.ts';
import { resultOf } from '../../support/results.ts';

const impossible: Claim = { what: 'pigs flew', isReachedBy: () => false };
const easy: Claim = { what: 'a pig walked', isReachedBy: ({ signs }) => signs.has('pig WALKED') };
const farm: Scenario = { ...fanOut, name: 'farm', claims: [impossible, easy] };

/** The claims after so many runs of the farm. */
function after(
  runs: number,
  overrides: Partial<RunPlan> = {},
  strategies: readonly string[] = ['pos', 'pct'],
): ReturnType<ClaimWatch['figures']> {
  const watch = new ClaimWatch();
  for (let run = 0; run < runs; run += 1) {
    const signs = run === 3 ? new Set(['pig WALKED']) : new Set<string>();
    const strategy = strategies[run % strategies.length] ?? '';
    watch.add(resultOf([], { signs, strategy, plan: runPlan({ scenario: farm, ...overrides }) }));
  }
  return watch.figures();
}

const missed = (figures: ReturnType<ClaimWatch['figures']>): readonly string[] =>
  figures.filter(({ isMissed }) => isMissed).map(({ what }) => what);

describe('claims', () => {
  it('are missed when 200 runs of their scenario have not reached them', () => {
    expect(missed(after(199))).toEqual([]);
    expect(missed(after(200))).toEqual(['pigs flew']);
    expect(after(200)).toEqual([
      { scenario: 'farm', what: 'pigs flew', runs: 200, isReached: false, isMissed: true },
      { scenario: 'farm', what: 'a pig walked', runs: 200, isReached: true, isMissed: false },
    ]);
  });

  it('are open, and not missed, as long as there are few runs', () => {
    expect(after(3).map(({ isReached, isMissed }) => [isReached, isMissed])).toEqual([
      [false, false],
      [false, false],
    ]);
    expect(after(4).map(({ isReached }) => isReached)).toEqual([false, true]);
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
    const watch = new ClaimWatch();
    const other: Scenario = { ...farm, name: 'other farm' };
    for (let run = 0; run < 399; run += 1) {
      const strategy = run % 3 === 0 ? 'pos' : 'pct';
      watch.add(resultOf([], { strategy, plan: runPlan({ scenario: run % 2 === 0 ? farm : other }) }));
    }
    expect(watch.figures().map(({ scenario, runs, isMissed }) => [scenario, runs, isMissed])).toEqual([
      ['farm', 200, true],
      ['farm', 200, true],
      ['other farm', 199, false],
      ['other farm', 199, false],
    ]);
  });
});
