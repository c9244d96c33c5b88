import { describe, expect, it } from 'vitest';
import { ReleaseWatch } from '../../../../sim/target/postgres/release-watch.ts';

const text = `update account set balance = 1 where id = 'alice'`;

describe('whether a statement can have let others go on', () => {
  it.each([
    ['a commit', { text: 'commit' }, 'T', 'I'],
    ['a commit that goes on with another transaction', { text: 'commit and chain' }, 'T', 'T'],
    ['an error in a transaction', { text }, 'T', 'E'],
    ['a rollback to a savepoint', { text: 'rollback to here' }, 'T', 'T'],
    ['an advisory lock that is released', { text: 'select pg_advisory_unlock_all()' }, 'I', 'I'],
    ['a prepared transaction that is committed', { text: `commit prepared 'a'` }, 'I', 'I'],
    ['several statements', { text, isScript: true }, 'I', 'I'],
  ] as const)('%s can', (_, statement, before, after) => {
    expect(new ReleaseWatch([]).mayRelease(statement, before, after)).toBe(true);
  });

  it.each([
    ['a statement within a transaction', 'T', 'T'],
    ['one with which a transaction begins', 'I', 'T'],
    ['one that is a transaction', 'I', 'I'],
  ] as const)('%s cannot', (_, before, after) => {
    expect(new ReleaseWatch([]).mayRelease({ text }, before, after)).toBe(false);
  });

  it('every statement can, once there is a function that may release locks unseen', () => {
    const unlock = 'create function unlock() returns void language sql as $$ select pg_advisory_unlock(1) $$';
    expect(new ReleaseWatch([unlock]).mayRelease({ text }, 'I', 'I')).toBe(true);
    const watch = new ReleaseWatch([]);
    watch.mayRelease({ text: unlock }, 'I', 'I');
    expect(watch.mayRelease({ text }, 'I', 'I')).toBe(true);
  });
});
