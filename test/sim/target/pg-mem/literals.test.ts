import { describe, expect, it } from 'vitest';
import { withLiterals } from '../../../../sim/target/pg-mem/literals.ts';

describe('values in place of parameters', () => {
  it('are literals of their kind', () => {
    const text = 'select $1, $2, $3, $4';
    expect(withLiterals(text, [1.5, 'a', true, null])).toBe("select 1.5, 'a', true, null");
  });

  it('keep their quotes', () => {
    expect(withLiterals('select $1', [`it's "so"`])).toBe(`select 'it''s "so"'`);
  });

  it('stand wherever the parameter stands, however often, by its whole number', () => {
    const values = Array.from({ length: 11 }, (_, index) => index + 1);
    expect(withLiterals('select $11, $1, $11', values)).toBe('select 11, 1, 11');
  });

  it('leave what only looks like a parameter', () => {
    const text = `select '$1 it''s $1', "$1" -- $1\n, $1`;
    expect(withLiterals(text, ['$2'])).toBe(`select '$1 it''s $1', "$1" -- $1\n, '$2'`);
  });

  it('must all be there', () => {
    expect(() => withLiterals('select $2', ['a'])).toThrow('there is no value for $2');
  });
});
