import { describe, expect, it } from 'vitest';
import { expectSame, UnexpectedResultError } from '../../../sim/scenario/expect.ts';

describe('expectSame', () => {
  it.each([
    [12, 12],
    [null, null],
    [undefined, undefined],
    [
      [1, [2]],
      [1, [2]],
    ],
    [{ a: 1, b: undefined }, { a: 1 }],
  ])('takes %j for %j', (actual, expected) => {
    expect(() => expectSame('it', actual, expected)).not.toThrow();
  });

  it.each([
    ['the sum', 11, 12, 'the sum is 11, and must be 12'],
    ['the sum', '12', 12, 'the sum is "12", and must be 12'],
    ['the batch', [0, 2, 1], [0, 1, 2], 'the batch is [0,2,1], and must be [0,1,2]'],
    ['it', undefined, null, 'it is undefined, and must be null'],
  ])('throws where %s differs: %j', (what, actual, expected, message) => {
    expect(() => expectSame(what, actual, expected)).toThrow(UnexpectedResultError);
    expect(() => expectSame(what, actual, expected)).toThrow(message);
  });
});
