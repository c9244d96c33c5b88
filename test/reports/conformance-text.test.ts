import { describe, expect, it } from 'vitest';
import { conformanceSummary, outcomeText, paintFor } from '../../reports/index.ts';
import type { Difference, SpecOutcome } from '../../sim/conformance/index.ts';

const options = { paint: paintFor(false), nameWidth: 8 };

const same = { kind: 'same', text: 'as it should be' } as const;
const difference: Difference = {
  permutation: 'a b',
  lines: [
    ...Array.from({ length: 8 }, () => same),
    { kind: 'missing', text: 'wanted' },
    { kind: 'surplus', text: 'given' },
    ...Array.from({ length: 20 }, () => same),
  ],
};
const failed: SpecOutcome = {
  spec: 'locks',
  kind: 'failed',
  permutations: 7,
  differences: [difference, { ...difference, permutation: '' }],
};

describe('outcomeText', () => {
  it.each<[SpecOutcome, string]>([
    [
      { spec: 'locks', kind: 'passed', permutations: 1, wasKnown: undefined },
      'passed   locks     1 permutation',
    ],
    [
      { spec: 'locks', kind: 'passed', permutations: 2, wasKnown: 'it is old' },
      'passed   locks     2 permutations, known to differ until now: it is old',
    ],
    [{ spec: 'locks', kind: 'refused', reason: 'no locks' }, 'refused  locks     no locks'],
    [
      { spec: 'locks', kind: 'known', reason: 'it is old', differences: [difference] },
      'known    locks     it is old',
    ],
    [{ spec: 'locks', kind: 'broken', problem: 'line 1: what?' }, 'broken   locks     line 1: what?'],
  ])('tells %j in a line', (outcome, line) => {
    expect(outcomeText(outcome, options)).toBe(line);
  });

  it('shows where a failure begins, and all of it if wanted', () => {
    const short = outcomeText(failed, options).split('\n');
    expect(short.slice(0, 7)).toEqual([
      'failed   locks     2 permutations of 7 not as expected',
      '  permutation a b',
      '      as it should be',
      '      as it should be',
      '      as it should be',
      '    - wanted',
      '    + given',
    ]);
    expect(short).toHaveLength(14);
    const long = outcomeText(failed, { ...options, isVerbose: true }).split('\n');
    expect(long).toHaveLength(1 + 2 * 31);
    expect(long).toContain('  before the first permutation');
  });
});

describe('conformanceSummary', () => {
  it('counts outcomes of each kind, and always those that passed and failed', () => {
    const outcomes: readonly SpecOutcome[] = [
      failed,
      { spec: 'other', kind: 'refused', reason: 'no locks' },
      { spec: 'third', kind: 'refused', reason: 'no locks' },
    ];
    const text = conformanceSummary('pglite', outcomes, options.paint);
    expect(text).toBe('3 specs on pglite: 0 passed, 1 failed, 2 refused');
  });
});
