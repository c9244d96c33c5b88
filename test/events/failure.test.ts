import { describe, expect, it } from 'vitest';
import { describeFailure } from '../../src/events/index.ts';
import { SqlError } from '../../src/ports/index.ts';

describe('describeFailure', () => {
  it("keeps an error's name and message, and nothing that belongs to logs", () => {
    expect(describeFailure(new RangeError('too much', { cause: new Error('why') }))).toEqual({
      name: 'RangeError',
      message: 'too much',
    });
  });

  it('keeps the name that a class of errors gave itself', () => {
    expect(describeFailure(new SqlError({ code: '23505', message: 'taken' }))).toEqual({
      name: 'SqlError',
      message: 'taken',
    });
  });

  it.each([
    ['a string', 'no', 'no'],
    ['a number', 7, '7'],
    ['undefined', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a symbol', Symbol('no'), 'Symbol(no)'],
    ['an array', [1, 2], '1,2'],
  ])('describes %s that was thrown', (_, thrown, message) => {
    expect(describeFailure(thrown)).toEqual({ name: 'Error', message });
  });

  it('describes even what cannot be made a text of', () => {
    const thrown: unknown = Object.create(null);

    expect(describeFailure(thrown)).toMatchObject({ name: 'Error', message: expect.any(String) });
  });
});
