import { describe, expect, it } from 'vitest';
import { excusesText, paintFor, scoreboardSummary, scoreOfAll, scoreText } from '../../reports/index.ts';
import type { DefectScore, StrategyScore } from '../../sim/scoreboard/index.ts';

const layout = { paint: paintFor(false), nameWidth: 12, width: 60 };
const even = (median: number) => ({ median, low: median, high: median, confidence: 0 });
const tried = (runs: number, found: number): StrategyScore => ({
  strategy: 'portfolio',
  trials: 1,
  found,
  runs: even(found === 0 ? Number.POSITIVE_INFINITY : runs),
  seconds: even(1.5),
  runsMade: runs,
});
const defect = (name: string) => ({ name, summary: `${name} is sent without its lock` });

const killed: DefectScore = {
  defect: defect('no-lock:one'),
  strategies: [tried(14, 1)],
  verdict: 'killed',
  law: 'exactly-once',
  scenario: 'race',
  shrunk: undefined,
};
const survived: DefectScore = {
  defect: defect('no-lock:two'),
  strategies: [tried(300, 0)],
  verdict: 'survived',
  scenarios: ['race', 'fan-out'],
};
const unreached: DefectScore = { defect: defect('no-lock:six'), strategies: [], verdict: 'unreached' };
const equivalent = (name: string, argument: string): DefectScore => ({
  defect: defect(name),
  strategies: [],
  verdict: 'equivalent',
  argument,
});

describe('the score of one mutant', () => {
  it('says which law broke, after how many runs, and in which scenario', () => {
    expect(scoreText(killed, layout)).toBe(
      '✓ no-lock:one   exactly-once             portfolio 14 runs, 1.50 s  in race',
    );
  });

  it('tells the median and what it lies between, where it was tried more than once', () => {
    const spread = { median: 7, low: 2, high: 31, confidence: 0.95 };
    const strategies = [{ ...tried(7, 5), trials: 5, runs: spread }];
    expect(scoreText({ ...killed, strategies }, layout)).toContain(
      'portfolio 7 (2–31) runs, 1.50 (1.50–1.50) s',
    );
  });

  it('says of a survivor what it is, and where it was looked for in vain', () => {
    expect(scoreText(survived, layout)).toBe(
      '✗ no-lock:two   survived: no-lock:two is sent without its lock; not in 300 runs of portfolio, in race, fan-out',
    );
  });

  it('says of what no scenario sends that it was not looked for', () => {
    expect(scoreText(unreached, layout)).toContain(
      'unreached: no-lock:six is sent without its lock; no scenario',
    );
  });
});

describe('what changes nothing, and what cannot be made', () => {
  const reason = 'Nobody could tell, for the row that is looked at has been locked by the statement before.';
  const lines = excusesText(
    [equivalent('swap:a', reason), killed, equivalent('swap:b', reason), equivalent('swap:c', 'Likewise.')],
    [{ name: 'swap:d', reason: 'what follows is decided by its answer' }],
    layout,
  );

  it('is told with each argument once, below all that it is about', () => {
    expect(lines.filter((line) => line.includes('Nobody could tell'))).toHaveLength(1);
    expect(lines.slice(2, 4)).toEqual(['  = swap:a', '  = swap:b']);
    expect(lines.slice(-2)).toEqual(['  - swap:d', '      what follows is decided by its answer']);
  });

  it('keeps within the width', () => {
    for (const line of lines.slice(2)) if (!/: /.test(line)) expect(line.length).toBeLessThanOrEqual(60);
  });

  it('is nothing, where there is none', () => {
    expect(excusesText([killed], [], layout)).toEqual([]);
  });
});

describe('the score of all', () => {
  const all = [killed, killed, killed, survived, equivalent('swap:a', 'Likewise.')];

  it('is how many of those that change something are killed', () => {
    expect(scoreOfAll(all)).toBe(75);
    expect(scoreboardSummary(all, 2, layout)).toBe(
      '✗ 3 killed, 1 survived, 1 equivalent, 2 out of reach: 75.0 % of the 4 that change something are killed',
    );
  });

  it('counts what was not reached as not killed', () => {
    expect(scoreboardSummary([killed, unreached], 0, layout)).toBe(
      '✗ 1 killed, 0 survived, 1 unreached, 0 equivalent: 50.0 % of the 2 that change something are killed',
    );
  });

  it('is clean where all are killed, or there is nothing to kill', () => {
    expect(scoreboardSummary([killed], 0, layout)).toMatch(/^✓ 1 killed, .* 100\.0 % of the 1 /);
    expect(scoreOfAll([])).toBe(100);
  });
});
