import { describe, expect, it } from 'vitest';
import { divergencesOf } from '../../../../sim/target/pglite/divergences.ts';

const UPSERT = 'insert into t values (1)\non conflict (id) do\nupdate set n = 2';

describe('divergencesOf', () => {
  it.each([
    ['update t set n = 1', false, false],
    ['update t set n = 1', false, true],
    [UPSERT, false, false],
    ['insert into t values (1) on conflict do nothing', false, true],
    ['select * from t for update', false, false],
  ])('has nothing to tell of %j (in a block: %s, one snapshot: %s)', (text, isInBlock, hasOneSnapshot) => {
    expect(divergencesOf(text, { isInBlock, hasOneSnapshot })).toEqual([]);
  });

  it.each([
    ['select f()', true, false, 'waited in a block with exceptions, whose locks are free meanwhile'],
    [UPSERT, false, true, 'waited for the row that it conflicts with, and will look for one again'],
    ['select * from t FOR  share', false, true, 'waited to lock a row, and will not wait for later versions'],
    [
      'select 1 for no key update of t',
      false,
      true,
      'waited to lock a row, and will not wait for later versions',
    ],
  ])('tells of %j (in a block: %s, one snapshot: %s)', (text, isInBlock, hasOneSnapshot, what) => {
    expect(divergencesOf(text, { isInBlock, hasOneSnapshot })).toEqual([`${what}: ${text}`]);
  });
});
