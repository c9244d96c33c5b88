import { describe, expect, it } from 'vitest';
import { divergenceText } from '../../reports/index.ts';
import { NondeterminismError } from '../../sim/campaign/index.ts';
import { elsewhere, resultOf, sql } from '../support/results.ts';

const begun = sql('server-1/completeTask#1', 'select 1');

describe('divergenceText', () => {
  it('shows the first step that differs, of both runs', () => {
    const first = resultOf([begun, sql('server-1/completeTask#1', 'commit')]);
    const second = resultOf([begun, elsewhere()]);
    const lines = divergenceText(new NondeterminismError(first, second)).split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(
      /^ {2}first {2}step 2, server-1\/completeTask#1: \{"kind":"sql","text":"commit"/,
    );
    expect(lines[1]).toBe('  second step 2, clock: {"kind":"time"}');
  });

  it('says which run had ended before', () => {
    const text = divergenceText(new NondeterminismError(resultOf([begun]), resultOf([begun, elsewhere()])));
    expect(text).toBe('  first  had ended\n  second step 2, clock: {"kind":"time"}');
  });

  it('shows both hashes where every step is the same', () => {
    const first = resultOf([begun]);
    const second = resultOf([begun], { hash: '0000000000000000' });
    expect(divergenceText(new NondeterminismError(first, second))).toBe(
      `  first  ${first.hash}\n  second 0000000000000000`,
    );
  });
});

describe('NondeterminismError', () => {
  it('says which run it was and where it differed', () => {
    const error = new NondeterminismError(resultOf([begun]), resultOf([elsewhere()]));
    expect(error.message).toBe('seed 1f3a/17 of fan-out ran twice and differed at step 1');
    expect(error.divergesAt).toBe(0);
  });
});
