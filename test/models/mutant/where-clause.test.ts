import { describe, expect, it } from 'vitest';
import { conjunctsOf } from '../../../models/mutant/where-clause.ts';

const texts = (statement: string): readonly string[] => conjunctsOf(statement).map(({ text }) => text);

describe('the conditions of a statement', () => {
  it.each([
    ['select id from task', []],
    ['select id from task where id = $1', ['id = $1']],
    ["update task set x = 1 where id = $1 and status = 'A' returning id", ['id = $1', "status = 'A'"]],
    [
      "select a from b where status in ('A', 'B') and not told order by a",
      ["status in ('A', 'B')", 'not told'],
    ],
    ['select a from b\n where a = 1\n   and b <= now()\n limit 1', ['a = 1', 'b <= now()']],
    ['select a from b where brand = 1 and island = 2 for update', ['brand = 1', 'island = 2']],
    ['select a from b where (c = 1 and d = 2) and e', ['(c = 1 and d = 2)', 'e']],
  ])('are found in %s', (statement, expected) => {
    expect(texts(statement)).toEqual(expected);
  });

  it('are found in subqueries by themselves, and end with them', () => {
    const statement =
      "update t set a = 1 where id = (select id from t where s = 'P' and q = 2 limit 1) returning id";
    expect(texts(statement)).toEqual([
      "id = (select id from t where s = 'P' and q = 2 limit 1)",
      "s = 'P'",
      'q = 2',
    ]);
  });

  it('are found where a conflict is only resolved under a condition', () => {
    const statement =
      'insert into k values ($1) on conflict (k) do update set o = 1 where k.expires_at <= now() returning o';
    expect(conjunctsOf(statement)).toMatchObject([{ text: 'k.expires_at <= now()', column: 'expires_at' }]);
  });

  it('stand where they say', () => {
    const statement = "select a from b where  a = 1  and status = 'X'  order by a";
    for (const { text, start, end } of conjunctsOf(statement)) expect(statement.slice(start, end)).toBe(text);
  });

  it('say which row is meant, or what it must be like', () => {
    const statement =
      'delete from t where id = $1 and t.workflow_id = any($2) and not told and lease_token = $3 and key = $4';
    expect(conjunctsOf(statement).map(({ column, isIdentity }) => [column, isIdentity])).toEqual([
      ['id', true],
      ['workflow_id', true],
      ['told', false],
      ['lease_token', false],
      ['key', true],
    ]);
  });
});
