import { beforeEach, describe, expect, it } from 'vitest';
import { type RowChange, TableWatch } from '../../../sim/film/index.ts';
import type { Session } from '../../../sim/target/index.ts';
import { LockingTarget } from '../../support/locking-target.ts';
import { sharedTarget, worldOf } from '../../support/targets.ts';

const target = sharedTarget([
  'create table account (id text primary key, balance integer)',
  'create table note (text text)',
  'create schema other',
  'create table other."odd name" (b integer, a integer, primary key (a, b))',
]);

let session: Session;
let watch: TableWatch;
beforeEach(() => {
  target().reset(worldOf());
  session = target().openSession();
  const found = TableWatch.on(target());
  if (!found) throw new Error('the target cannot be looked at');
  watch = found;
  watch.look();
});

/** Changes as table, before and after. */
function seen():
  | readonly (readonly [string | undefined, RowChange['before'], RowChange['after']])[]
  | undefined {
  return watch.look()?.map(({ table, before, after }) => [watch.shapes[table]?.name, before, after]);
}

describe('a table watch', () => {
  it('knows tables, their columns and what tells their rows apart', () => {
    expect(watch.shapes).toEqual([
      { name: 'account', columns: ['id', 'balance'], key: [0] },
      { name: 'note', columns: ['text'], key: [0] },
      { name: 'other.odd name', columns: ['b', 'a'], key: [1, 0] },
    ]);
  });

  it('sees rows that came, changed and went, once each', () => {
    session.execute({ text: `insert into account values ('a', 1), ('b', null)` });
    expect(seen()).toEqual([
      ['account', undefined, ['a', '1']],
      ['account', undefined, ['b', null]],
    ]);
    expect(seen()).toEqual([]);
    session.execute({ text: `update account set balance = 2 where id = 'a'` });
    session.execute({ text: `delete from account where id = 'b'` });
    session.execute({ text: `insert into other."odd name" values (1, 2)` });
    expect(seen()).toEqual([
      ['account', ['b', null], undefined],
      ['account', ['a', '1'], ['a', '2']],
      ['other.odd name', undefined, ['1', '2']],
    ]);
  });

  it('sees what a transaction wrote when it is committed, and nothing of one that is not', () => {
    session.execute({ text: `insert into account values ('a', 1)`, begins: true });
    expect(seen()).toEqual([]);
    session.execute({ text: 'commit' });
    expect(seen()).toEqual([['account', undefined, ['a', '1']]]);
    session.execute({ text: `insert into account values ('b', 1)`, begins: true });
    session.execute({ text: 'rollback' });
    expect(seen()).toEqual([]);
  });

  it('counts rows that are alike in a table without a key', () => {
    session.execute({ text: `insert into note values ('x'), ('x')` });
    expect(seen()).toHaveLength(2);
    session.execute({ text: `insert into note values ('x')` });
    expect(seen()).toEqual([['note', undefined, ['x']]]);
  });

  it('sees later what a lock kept it from seeing', () => {
    session.execute({ text: `insert into account values ('a', 1)` });
    session.execute({ text: 'lock table account', begins: true });
    expect(seen()).toBeUndefined();
    session.execute({ text: 'rollback' });
    expect(seen()).toEqual([['account', undefined, ['a', '1']]]);
  });

  it('is not to be had where a target cannot be looked at', () => {
    expect(TableWatch.on(new LockingTarget())).toBeUndefined();
  });
});
