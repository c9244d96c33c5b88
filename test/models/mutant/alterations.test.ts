import { describe, expect, it } from 'vitest';
import { alterationsOf } from '../../../models/mutant/alterations.ts';

/** Texts by operator and part. */
function altered(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    alterationsOf(text).map(({ operator, part, text: instead }) => [
      part === undefined ? operator : `${operator} ${part}`,
      instead,
    ]),
  );
}

describe('a statement is altered', () => {
  it('not at all, where there is nothing to forget', () => {
    expect(alterationsOf('select id from task where id = $1')).toEqual([]);
  });

  it('by forgetting its lock', () => {
    expect(altered('select id from task where id = $1 for update')).toEqual({
      'no-lock': 'select id from task where id = $1',
    });
  });

  it('by forgetting to skip what others have locked, or to lock', () => {
    expect(altered('select id from task limit 1 for update skip locked')).toEqual({
      'no-lock': 'select id from task limit 1',
      'no-skip-locked': 'select id from task limit 1 for update',
    });
  });

  it('by forgetting one condition after the other, and none that says which row is meant', () => {
    expect(altered("update t set a = $3 where id = $1 and status = 'A' and token = $2 returning id")).toEqual(
      {
        'no-guard status':
          "update t set a = $3 where id = $1 and (status = 'A' or true) and token = $2 returning id",
        'no-guard token':
          "update t set a = $3 where id = $1 and status = 'A' and (token = $2 or true) returning id",
      },
    );
  });

  it('in several places that are about one column, each under a name of its own', () => {
    expect(Object.keys(altered('select a from t where due is not null and due <= now()'))).toEqual([
      'no-guard due',
      'no-guard due-2',
    ]);
  });

  it('by forgetting the first case', () => {
    const text = "update t set status = case when asked then 'A' else 'B' end, n = 1 where id = $1";
    expect(altered(text)).toEqual({ 'no-case': "update t set status = 'B', n = 1 where id = $1" });
  });

  it('by forgetting that there may be a conflict', () => {
    expect(altered('insert into t values ($1) on conflict (id) do nothing returning id')).toEqual({
      'no-conflict-clause': 'insert into t values ($1) returning id',
    });
    expect(altered('insert into t values ($1)\n on conflict (a, b) do update set c = excluded.c')).toEqual({
      'no-conflict-clause': 'insert into t values ($1)',
    });
  });

  it('and it is told what was taken away', () => {
    const [lock] = alterationsOf('select id from task\n for update');
    const [guard] = alterationsOf("select a from t where status\n  = 'A'");
    expect([lock?.removed, guard?.removed]).toEqual(['for update', "status = 'A'"]);
  });
});
