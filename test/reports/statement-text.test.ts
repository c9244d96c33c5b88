import { describe, expect, it } from 'vitest';
import { answerText, statementText } from '../../reports/statement-text.ts';
import { done, oneRow } from '../support/own-runs.ts';

describe('statementText', () => {
  it.each([
    ['select  1\n  as a', [], 'select 1 as a'],
    ['select "a"."id" from "a" where "Big" = $1', ['x'], `select a.id from a where "Big" = 'x'`],
    [
      'update a set n = $1, t = $2, d = $3 where id = $10',
      ['-1.5', "it's", null],
      "update a set n = -1.5, t = 'it''s', d = null where id = $10",
    ],
    ['select $1', ['x'.repeat(60)], `select '${'x'.repeat(39)}…'`],
  ] as const)('%j with %j: %s', (text, values, expected) => {
    expect(statementText(text, values)).toBe(expected);
  });

  it('cuts what is too long for a lane', () => {
    expect(statementText(`select ${'a, '.repeat(200)}b`, [])).toHaveLength(200);
  });
});

describe('answerText', () => {
  it.each([
    [oneRow({ a: '1', b: null }), 'a=1 b=null'],
    [oneRow({ a: '1', b: '2', c: '3', d: '4', e: '5' }), 'a=1 b=2 c=3 d=4 …'],
    [{ ...oneRow({ a: '1' }), rows: [], count: 0 }, '0 rows'],
    [{ ...oneRow({ a: '1' }), rows: [['1'], ['2']], count: 2 }, '2 rows'],
    [done('UPDATE', 1), '1 row'],
    [done('DELETE', 0), '0 rows'],
    [done('BEGIN'), 'ok'],
    [done('ROLLBACK'), 'rolled back'],
    [{ code: '23505', message: 'long', constraint: 'a_pkey' }, '✗ 23505 duplicate key on a_pkey'],
    [{ code: '40P01', message: 'deadlock detected' }, '✗ 40P01 deadlock'],
  ])('%j: %s', (answer, expected) => {
    expect(answerText(answer)).toBe(expected);
  });
});
