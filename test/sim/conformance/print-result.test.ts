import { describe, expect, it } from 'vitest';
import { printResult } from '../../../sim/conformance/print-result.ts';

describe('printResult', () => {
  it('puts numbers to the right, anything else to the left, and NULL nowhere', () => {
    const rows = [
      ['1', 'one', '-0.5'],
      ['20', null, '1e10'],
      [null, 'three', '2000-01-01'],
    ];
    expect(printResult({ columns: ['id', 'name', 'a number'], rows }).split('\n')).toEqual([
      'id|name |  a number',
      '--+-----+----------',
      ' 1|one  |      -0.5',
      '20|     |      1e10',
      '  |three|2000-01-01',
      '(3 rows)',
      '',
      '',
    ]);
  });

  it.each([
    ['E5', 'left'],
    ['5E', 'left'],
    ['5E5', 'right'],
    ['+5', 'left'],
    ['-', 'left'],
    ['1 2', 'right'],
    ['', 'right'],
  ])('takes %j to be written to the %s', (value, side) => {
    const [, , line] = printResult({ columns: ['column'], rows: [[value]] }).split('\n');
    expect(line).toBe(side === 'left' ? value.padEnd(6) : value.padStart(6));
  });

  it('says what there is of one row and of none', () => {
    expect(printResult({ columns: ['a'], rows: [['x']] })).toBe('a\n-\nx\n(1 row)\n\n');
    expect(printResult({ columns: ['a', 'bc'], rows: [] })).toBe('a|bc\n-+--\n(0 rows)\n\n');
  });

  it('measures in bytes, as PQprint does', () => {
    expect(printResult({ columns: ['a'], rows: [['é'], ['x']] })).toBe('a \n--\né\nx \n(2 rows)\n\n');
  });

  it('writes nothing of a result without columns', () => {
    expect(printResult({ columns: [], rows: [[], []] })).toBe('');
  });
});
