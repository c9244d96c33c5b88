import { describe, expect, it } from 'vitest';
import { coverageText, missedText, openText } from '../../../../sim/cli/reporter/coverage-text.ts';
import type { CampaignRecord } from '../../../../sim/record/index.ts';

const figures: Pick<CampaignRecord, 'coverage' | 'crossings' | 'faultsHappened'> = {
  coverage: {
    runs: 500,
    oneIn: 1,
    traces: { seen: 412, nextIsNew: 0.78 },
    orders: { seen: 231, possible: 260, newInNext: 0.04 },
    exact: true,
    curve: [],
  },
  crossings: { seen: 87, possible: 702 },
  faultsHappened: { 'crash-worker': 3 },
};
const claim = { scenario: 'farm', what: 'pigs flew', runs: 200, reached: false, missed: true };

describe('coverage', () => {
  it('is told in two lines', () => {
    expect(coverageText(figures)).toEqual([
      'coverage: 412 schedules in 500 runs; the next one is new with p = 0.78',
      'coverage: 231 of 260 orders of steps that raced, 0.04 new ones to expect in the next run; 87 of 702 lifecycle steps × faults',
    ]);
  });

  it('says what part of the runs it is of, and that it is an estimate where it is', () => {
    const coverage = { ...figures.coverage, oneIn: 4, exact: false };
    expect(coverageText({ ...figures, coverage, faultsHappened: {} })).toEqual([
      'coverage: about 412 schedules in 500 runs that were watched (1 seed in 4); the next one is new with p = 0.78',
      'coverage: 231 of 260 orders of steps that raced, 0.04 new ones to expect in the next run',
    ]);
  });

  it('is not told where no run was watched', () => {
    const traces = { seen: 0, nextIsNew: null };
    expect(coverageText({ ...figures, coverage: { ...figures.coverage, runs: 0, traces } })).toEqual([]);
  });
});

describe('claims', () => {
  it('that are missed have a line each', () => {
    expect(missedText([claim, { ...claim, reached: true, missed: false }])).toEqual([
      'farm never reached in 200 runs: pigs flew',
    ]);
  });

  it('that are open share one line, and have none if there are none', () => {
    const open = { ...claim, runs: 7, missed: false };
    expect(openText([open, { ...open, what: 'pigs sang' }, claim])).toBe(
      'not reached yet: farm: pigs flew, pigs sang',
    );
    expect(openText([claim])).toBeUndefined();
  });
});
