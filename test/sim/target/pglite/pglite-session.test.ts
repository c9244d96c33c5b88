import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ScriptedSession } from '../../../support/scripted-sessions.ts';
import { sharedTarget, worldOf } from '../../../support/targets.ts';

const target = sharedTarget([
  'create table account (id text primary key, balance integer not null check (balance > -100))',
  'create schema other',
  'create table other.account (id text primary key, balance integer not null)',
  'create sequence ticket',
  'create table parent (id integer primary key)',
  'create table child (id integer primary key, parent integer references parent deferrable initially deferred)',
  `create function waiting(key bigint) returns text language plpgsql set work_mem = '5MB' as
   $$ begin perform pg_advisory_xact_lock(key); return current_setting('work_mem'); end $$`,
  `create function sum_of(first integer, second integer) returns integer language plpgsql as
   $$ declare total integer := first; begin total := total + second; return total; end $$`,
  `create function insert_quietly(name text) returns text language plpgsql as
   $$ begin insert into account values (name, 0); return 'inserted';
      exception when unique_violation then return 'there already'; end $$`,
]);

const sessions: ScriptedSession[] = [];

function session(): ScriptedSession {
  const opened = new ScriptedSession(target().openSession());
  sessions.push(opened);
  return opened;
}

beforeEach(() => {
  target().reset(worldOf());
  session().run(`insert into account values ('alice', 1), ('bob', 2)`);
  session().run(`insert into other.account values ('alice', 100)`);
});

afterEach(() => {
  for (const each of sessions.splice(0)) each.close();
  const held = target().inspect(`select locktype, mode from pg_locks where pid <> pg_backend_pid()`);
  expect(held, 'locks of sessions that are closed').toEqual([]);
});

describe('settings of a session', () => {
  it('are its own, while others go on in between', () => {
    const [a, b] = [session(), session()];
    a.run('set search_path to other');
    b.begins(`set local time zone 'Asia/Tokyo'`);
    a.run(`set app.tenant to 'anna'`);
    expect(a.value('select balance from account')).toBe(100);
    expect(b.value(`select balance from account where id = 'alice'`)).toBe(1);
    expect(b.value('show time zone')).toBe('Asia/Tokyo');
    expect(a.value('show time zone')).toBe('UTC');
    expect(b.value(`select current_setting('app.tenant', true)`)).toBeNull();
    b.run('commit');
    expect(b.value('show time zone')).toBe('UTC');
    expect(a.value(`select current_setting('app.tenant')`)).toBe('anna');
    a.run('reset search_path');
    expect(a.value(`select balance from account where id = 'alice'`)).toBe(1);
  });

  it('are those of a statement that waits, and nobody else’s', () => {
    const [a, b, c] = [session(), session(), session()];
    a.begins('select pg_advisory_xact_lock(1)::text');
    b.waits('select waiting(1) as setting');
    expect(c.value('show work_mem')).toBe('4MB');
    a.run('commit');
    expect(b.answer()).toEqual([{ setting: '5MB' }]);
    expect(b.value('show work_mem')).toBe('4MB');
  });

  it('go with it', () => {
    const a = session();
    a.run('set search_path to other');
    a.run(`set app.tenant to 'anna'`);
    a.close();
    const b = session();
    expect(b.value('select count(*)::int from account')).toBe(2);
    expect(b.value(`select current_setting('app.tenant', true)`)).toBeNull();
  });
});

describe('statements that a session prepares by name', () => {
  it('are unknown to others', () => {
    const [a, b] = [session(), session()];
    a.run('prepare rich as select id from account where balance > $1');
    expect(a.run('execute rich(1)')).toEqual([{ id: 'bob' }]);
    expect(b.fails('execute rich(1)')).toBe('26000');
    b.run('prepare rich as select 1 as one');
    expect(b.run('execute rich')).toEqual([{ one: 1 }]);
    expect(a.run('execute rich(0)')).toHaveLength(2);
    a.run('deallocate all');
    expect(a.fails('execute rich(1)')).toBe('26000');
    expect(b.run('execute rich')).toEqual([{ one: 1 }]);
  });

  it('can wait', () => {
    const [a, b] = [session(), session()];
    b.run(`prepare more as update account set balance = balance + $1 where id = 'alice' returning balance`);
    a.begins(`update account set balance = 10 where id = 'alice'`);
    b.waits('execute more(5)');
    a.run('commit');
    expect(b.answer()).toEqual([{ balance: 15 }]);
  });
});

describe('the catalogue', () => {
  it('is changed for others when the transaction that changes it is committed', () => {
    const [a, b] = [session(), session()];
    expect(b.run('select * from account order by id')[0]).toEqual({ id: 'alice', balance: 1 });
    a.begins('create table draft (id integer)');
    a.run('insert into draft values (1)');
    expect(b.fails('select * from draft')).toBe('42P01');
    a.run('alter table draft add column note text');
    expect(a.run('select * from draft')).toEqual([{ id: 1, note: null }]);
    expect(b.fails('select * from draft')).toBe('42P01');
    a.run('commit');
    expect(b.run('select * from draft')).toEqual([{ id: 1, note: null }]);
    b.begins('drop table draft');
    a.waits('select * from draft');
    b.run('rollback');
    expect(a.answer()).toHaveLength(1);
    a.run('drop table draft');
    expect(b.fails('select * from draft')).toBe('42P01');
  });

  it('shows a column that was added to who waited for it', () => {
    const [a, b] = [session(), session()];
    a.run('create table draft (id integer)');
    a.run('insert into draft values (1)');
    expect(b.run('select * from draft')).toEqual([{ id: 1 }]);
    a.begins('alter table draft add column note text');
    b.waits('select * from draft');
    a.run('commit');
    expect(b.answer()).toEqual([{ id: 1, note: null }]);
    a.run('drop table draft');
  });
});

describe('functions in PL/pgSQL', () => {
  it('are executed in several transactions at once', () => {
    const [a, b] = [session(), session()];
    a.begins('select sum_of(1, 2) as sum');
    b.begins('select sum_of(3, 4) as sum');
    expect(a.value('select sum_of(10, 20)')).toBe(30);
    b.run('commit');
    expect(a.value('select sum_of(100, 200)')).toBe(300);
    expect(b.value('select sum_of(5, 6)')).toBe(11);
    a.run('rollback');
    expect(a.value('select sum_of(7, 8)')).toBe(15);
  });

  it('catch the error of what waited, and tell that a block with exceptions did', () => {
    const [a, b] = [session(), session()];
    a.begins(`insert into account values ('carol', 3)`);
    b.waits(`select insert_quietly('carol') as said`);
    a.run('commit');
    expect(b.answer()).toEqual([{ said: 'there already' }]);
    expect(target().divergences()).toEqual([
      `waited in a block with exceptions, whose locks are free meanwhile: select insert_quietly('carol') as said`,
    ]);
  });
});

describe('a statement that waited', () => {
  it('tells that it looks for the row in conflict again, where that could make a difference', () => {
    const upsert = `insert into account values ('alice', 9) on conflict (id) do update set balance = 8`;
    for (const [level, told] of [
      ['read committed', 0],
      ['repeatable read', 1],
    ] as const) {
      target().reset(worldOf());
      const [a, b] = [session(), session()];
      a.run(`insert into account values ('alice', 1)`);
      a.begins(`update account set balance = 5 where id = 'alice'`);
      b.run(`begin isolation level ${level}`);
      b.run('select 1');
      b.waits(upsert);
      a.run('rollback');
      expect(b.answer()).toEqual([]);
      expect(target().divergences()).toHaveLength(told);
    }
  });

  it('leaves its place at an older version of a row to those behind it', () => {
    const [a, b, c, d] = [session(), session(), session(), session()];
    const take = `select balance from account where id = 'alice' for update`;
    a.begins(`update account set balance = 5 where id = 'alice'`);
    b.waits(take, [], true);
    c.waits(take, [], true);
    d.waits(take, [], true);
    a.run('commit');
    expect(b.answer()).toEqual([{ balance: 5 }]);
    const late = session();
    late.waits(take, [], true);
    for (const next of [c, d, late]) {
      expect(next.isAnswered()).toBe(false);
      (next === c ? b : next === d ? c : d).run('commit');
      expect(next.answer()).toEqual([{ balance: 5 }]);
    }
    late.run('commit');
  });
});

describe('cursors', () => {
  it('are their session’s, and survive the transaction if they are told to', () => {
    const [a, b] = [session(), session()];
    a.begins('declare names cursor with hold for select id from account order by id');
    b.begins('declare names cursor for select balance from account order by id');
    expect(a.run('fetch 1 from names')).toEqual([{ id: 'alice' }]);
    expect(b.run('fetch 2 from names')).toEqual([{ balance: 1 }, { balance: 2 }]);
    a.run('commit');
    b.run('rollback');
    expect(a.run('fetch 1 from names')).toEqual([{ id: 'bob' }]);
    expect(b.fails('fetch 1 from names')).toBe('34000');
    a.close();
    expect(session().fails('fetch 1 from names'), 'a cursor goes with its session').toBe('34000');
  });

  it('cannot wait: that is refused, and the transaction has failed', () => {
    const [a, b] = [session(), session()];
    a.begins(`update account set balance = 5 where id = 'alice'`);
    b.begins('declare names cursor for select id from account order by id for update');
    expect(b.fails('fetch 1 from names')).toBe('0A000');
    expect(b.fails('select 1')).toBe('25P02');
    b.run('rollback');
    a.run('commit');
  });
});

describe('transactions in two phases', () => {
  it('keep their locks without a session, and are ended by another one', () => {
    const [a, b, c] = [session(), session(), session()];
    a.begins(`update account set balance = 10 where id = 'alice'`);
    a.run(`prepare transaction 'first'`);
    a.close();
    b.waits(`update account set balance = balance + 1 where id = 'alice' returning balance`);
    c.run(`commit prepared 'first'`);
    expect(b.answer()).toEqual([{ balance: 11 }]);
  });

  it('are rolled back when the run is over', () => {
    const a = session();
    a.begins(`update account set balance = 10 where id = 'alice'`);
    a.run(`prepare transaction 'left'`);
    target().reset(worldOf());
    const b = session();
    expect(b.run('select gid from pg_prepared_xacts')).toEqual([]);
    expect(b.run('select id from account')).toEqual([]);
  });
});

describe('a commit', () => {
  it('waits where a deferred constraint has to wait', () => {
    const [a, b] = [session(), session()];
    a.run('insert into parent values (1)');
    a.begins('insert into child values (1, 1)');
    b.begins('delete from parent where id = 1');
    a.waits('commit');
    b.run('commit');
    expect(a.failure()).toBe('23503');
    expect(a.run('select id from child')).toEqual([]);
    expect(a.value('select txid_current_if_assigned()')).toBeNull();
  });
});

describe('sequences', () => {
  it('tell each session what it drew', () => {
    const [a, b] = [session(), session()];
    expect(a.value(`select nextval('ticket')::int`)).toBe(1);
    expect(b.value(`select nextval('ticket')::int`)).toBe(2);
    expect(a.value('select lastval()::int')).toBe(1);
    expect(a.value(`select currval('ticket')::int`)).toBe(1);
    expect(session().fails('select lastval()')).toBe('55000');
  });

  it('give a statement that waited the values from before, though others drew meanwhile', () => {
    const [a, b, c] = [session(), session(), session()];
    a.begins(`insert into account values ('carol', 3)`);
    b.waits(
      `insert into account values ('carol', nextval('ticket'))
       on conflict (id) do update set balance = excluded.balance returning balance`,
    );
    expect(c.value(`select nextval('ticket')::int`)).toBe(2);
    a.run('commit');
    expect(b.answer()).toEqual([{ balance: 1 }]);
    expect(b.value(`select nextval('ticket')::int`)).toBe(3);
  });
});

describe('what is not to be had', () => {
  it.each([
    'create temporary table draft (id integer)',
    'select 1 as id into temp draft',
    'listen news',
    'copy account from stdin',
  ])('is refused, and its transaction has failed: %s', (text) => {
    const a = session();
    expect(a.fails(text)).toBe('0A000');
    a.begins('select 1');
    expect(a.fails(text)).toBe('0A000');
    expect(a.fails('select 1')).toBe('25P02');
    a.run('rollback');
    expect(a.value('select 1')).toBe(1);
  });

  it.each(['select pg_sleep(1)', 'vacuum full account'])('cannot wait: %s', (text) => {
    const [a, b] = [session(), session()];
    a.begins(`update account set balance = 5 where id = 'alice'`);
    expect(b.fails(text)).toBe('0A000');
    expect(b.value(`select balance from account where id = 'alice'`)).toBe(1);
    a.run('commit');
  });
});

describe('a session that is closed', () => {
  it.each([
    ['in a transaction', (a: ScriptedSession) => a.begins(`update account set balance = 7 where id = 'bob'`)],
    ['after an error', (a: ScriptedSession) => void a.fails('select 1 / 0')],
    ['with a lock of its own', (a: ScriptedSession) => a.run('select pg_advisory_lock(9)::text')],
    [
      'while it waits',
      (a: ScriptedSession) => a.waits(`update account set balance = 7 where id = 'alice'`, [], true),
    ],
  ])('%s leaves nothing behind', (_, prepare) => {
    const [holder, a] = [session(), session()];
    holder.begins(`update account set balance = 5 where id = 'alice'`);
    prepare(a);
    a.close();
    holder.run('commit');
    const next = session();
    expect(next.value('select pg_try_advisory_lock(9)')).toBe(true);
    expect(next.run('select balance from account order by id for update nowait')).toEqual([
      { balance: 5 },
      { balance: 2 },
    ]);
  });
});
