import { describe, expect, it } from 'vitest';
import { decodeColumn } from '../../src/ports/index.ts';

describe('decodeColumn', () => {
  it.each([
    ['int2', 21, '-32768', -32_768],
    ['int4', 23, '2147483647', 2_147_483_647],
    ['int8', 20, '9007199254740991', Number.MAX_SAFE_INTEGER],
    ['int8', 20, '-9007199254740991', Number.MIN_SAFE_INTEGER],
    ['oid', 26, '4294967295', 4_294_967_295],
    ['float4', 700, '1.5', 1.5],
    ['float8', 701, '-1e-07', -1e-7],
    ['float8', 701, 'NaN', Number.NaN],
    ['float8', 701, '-Infinity', Number.NEGATIVE_INFINITY],
  ])('makes a number of %s (%i) %s', (_, typeId, text, value) => {
    expect(decodeColumn(text, typeId)).toBe(value);
  });

  it.each(['9007199254740992', '-9007199254740993', '9223372036854775807'])(
    'refuses the int8 %s, which a number does not hold exactly',
    (text) => {
      expect(() => decodeColumn(text, 20)).toThrow(RangeError);
      expect(() => decodeColumn(text, 20)).toThrow(text);
    },
  );

  it('makes booleans of bool', () => {
    expect(decodeColumn('t', 16)).toBe(true);
    expect(decodeColumn('f', 16)).toBe(false);
  });

  it.each([
    ['json', 114],
    ['jsonb', 3802],
  ])('parses %s', (_, typeId) => {
    expect(decodeColumn('{"a": [1, null, "x"]}', typeId)).toEqual({ a: [1, null, 'x'] });
    expect(decodeColumn('null', typeId)).toBeNull();
  });

  it.each([
    ['text', 25, '12'],
    ['numeric', 1700, '1.50'],
    ['timestamptz', 1184, '2024-02-29 12:00:00+00'],
    ['text[]', 1009, '{a,b}'],
  ])('leaves %s as its text', (_, typeId, text) => {
    expect(decodeColumn(text, typeId)).toBe(text);
  });
});
