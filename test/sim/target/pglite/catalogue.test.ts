import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ScriptedSession } from '../../../support/scripted-sessions.ts';
import { sharedTarget, worldOf } from '../../../support/targets.ts';

const target = sharedTarget([
  'create table account (id integer primary key, balance integer not null)',
  'create table log (id bigint generated always as identity primary key, what text)',
]);

const sessions: ScriptedSession[] = [];

function session(): ScriptedSession {
  const opened = new ScriptedSession(target().openSession());
  sessions.push(opened);
  return opened;
}

/** What one statement is answered that is not known before: by the simple protocol, nothing of it is kept. */
function fresh(by: ScriptedSession, text: string): unknown {
  const { answer } = by.execute({ text, isScript: true });
  return 'rows' in answer ? answer.rows : answer.code;
}

beforeEach(() => {
  target().reset(worldOf());
  const first = session();
  first.run('insert into account select id, 10 from generate_series(1, 3) as id');
  first.run('drop schema if exists draft cascade');
  first.run('create schema draft');
  first.run('create table draft.note (id integer primary key, body text)');
  first.run(`insert into draft.note values (1, 'one'), (2, 'two')`);
});

afterEach(() => {
  for (const each of sessions.splice(0)) each.close();
  expect(target().inspect(`select locktype, mode from pg_locks where pid <> pg_backend_pid()`)).toEqual([]);
  target().inspect('drop schema if exists draft cascade');
});

describe('a session hears of its own changes to the catalogue', () => {
  it('between the transactions of one statement', () => {
    const [a, b] = [session(), session()];
    b.begins('select 1');
    a.run('create unique index concurrently note_body on draft.note (body)');
    a.run('reindex index concurrently draft.note_body');
    expect(a.fails(`insert into draft.note values (3, 'two')`)).toBe('23505');
    a.run('drop index concurrently draft.note_body');
    expect(a.count(`insert into draft.note values (3, 'two')`)).toBe(1);
    b.run('commit');
  });

  it('between two statements that nobody has prepared', () => {
    const [a, b] = [session(), session()];
    b.begins('select 1');
    fresh(a, `create function draft.one(n integer) returns integer language sql as 'select 1'`);
    const call = 'select draft.one(null) as one';
    expect(fresh(a, call)).toEqual([{ one: 1 }]);
    fresh(a, 'alter function draft.one(integer) strict');
    expect(fresh(a, call)).toEqual([{ one: null }]);
    expect(fresh(b, call)).toEqual([{ one: null }]);
    b.run('commit');
  });

  it('after another one was on, and in the middle of transactions', () => {
    const [a, b, c] = [session(), session(), session()];
    a.begins('select 1');
    b.begins('select 1');
    for (let round = 1; round <= 5; round += 1) {
      fresh(c, `alter table draft.note add column note${round} integer default ${round}`);
      const columns = { id: 1, body: 'one', ...notes(round) };
      for (const each of [a, b, c]) {
        expect(fresh(each, 'select * from draft.note where id = 1')).toEqual([columns]);
        expect(each.run('select * from draft.note where id = 1')).toEqual([columns]);
      }
      for (const each of [a, b]) each.run('commit'); // they held the table
      for (const each of [a, b]) each.begins('select 1');
    }
    for (const each of [a, b]) each.run('commit');
  });
});

describe('a table that one session is reading', () => {
  it('can be read to its end, whatever another one tells of its files', () => {
    const [a, b] = [session(), session()];
    a.run(`create table draft.wide (a integer, b integer, pad char(1024) default '') with (fillfactor = 10)`);
    a.run('insert into draft.wide select n, n from generate_series(1, 10) as n');
    for (const column of ['a', 'b']) a.run(`create index on draft.wide (${column})`);
    b.run('vacuum (truncate false) draft.wide');
    b.run('delete from draft.wide where a > 1');
    a.begins('set local enable_bitmapscan = on');
    a.run('set local enable_seqscan = off');
    a.run(
      'declare reader no scroll cursor for select row_number() over () from draft.wide where a > 0 or b > 0',
    );
    expect(a.run('fetch from reader')).toEqual([{ row_number: 1 }]);
    b.run('vacuum (truncate false) draft.wide');
    expect(a.run('fetch all from reader')).toEqual([]);
    a.run('commit');
  });
});

/** What a row has in the columns that were added in so many rounds. */
function notes(rounds: number): Readonly<Record<string, number>> {
  return Object.fromEntries(Array.from({ length: rounds }, (_, index) => [`note${index + 1}`, index + 1]));
}

describe('a transaction that changes the catalogue', () => {
  it.each(['commit', 'rollback'])('leaves other tables to others meanwhile, and then to all: %s', (end) => {
    const [a, b, c] = [session(), session(), session()];
    a.begins('create table draft.extra (id integer primary key, amount integer)');
    a.run('insert into draft.extra select id, balance from account');
    b.begins('update account set balance = balance + 1 where id = 1');
    a.run('alter table draft.note add column flag boolean default true');
    c.begins('insert into account values (4, 40)');
    expect(a.run('select * from draft.note where id = 1')).toEqual([{ id: 1, body: 'one', flag: true }]);
    expect(b.fails('select * from draft.extra')).toBe('42P01');
    b.run('rollback');
    a.run('create index on draft.extra (amount)');
    a.run('alter table draft.extra rename column amount to total');
    expect(c.run('select * from account where id = 4')).toEqual([{ id: 4, balance: 40 }]);
    c.run('commit');
    b.waits('select * from draft.note where id = 1');
    a.run(end);
    const isCommitted = end === 'commit';
    expect(b.answer()).toEqual([{ id: 1, body: 'one', ...(isCommitted && { flag: true }) }]);
    for (const each of [a, b, c]) {
      expect(fresh(each, 'select * from draft.extra where id = 1')).toEqual(
        isCommitted ? [{ id: 1, total: 10 }] : '42P01',
      );
    }
  });

  it.each(['commit', 'rollback'])('may drop, truncate and make anew under the same name: %s', (end) => {
    const [a, b] = [session(), session()];
    a.begins('truncate account');
    a.run('drop table draft.note');
    a.run('create table draft.note (word text)');
    a.run(`insert into draft.note values ('new')`);
    b.begins('insert into log (what) values ($1)', ['b']);
    expect(a.run('select * from draft.note')).toEqual([{ word: 'new' }]);
    b.waits('select * from draft.note order by 1 limit 1');
    a.run(end);
    const isCommitted = end === 'commit';
    expect(b.answer()).toEqual(isCommitted ? [{ word: 'new' }] : [{ id: 1, body: 'one' }]);
    expect(b.value('select count(*)::int from account')).toBe(isCommitted ? 0 : 3);
    b.run('commit');
  });

  it('fails, or is undone to a savepoint, and nobody has seen it', () => {
    const [a, b] = [session(), session()];
    a.begins('select 1');
    a.run('savepoint here');
    a.run('create table draft.gone (id integer)');
    expect(b.fails('select * from draft.gone')).toBe('42P01');
    a.run('rollback to here');
    expect(a.fails('select * from draft.gone')).toBe('42P01');
    a.run('rollback to here');
    a.run('create table draft.gone (id integer, name text)');
    expect(b.fails('select * from draft.gone')).toBe('42P01');
    expect(a.run('select * from draft.gone')).toEqual([]);
    a.run('insert into draft.gone values (1, $$x$$)');
    a.run('commit');
    expect(b.run('select * from draft.gone')).toEqual([{ id: 1, name: 'x' }]);
  });

  it('replaces a function that others are calling', () => {
    const [a, b] = [session(), session()];
    const make = (value: number): string =>
      `create or replace function draft.value() returns integer language plpgsql as 'begin return ${value}; end'`;
    a.run(make(1));
    b.begins('select draft.value()');
    a.begins(make(2));
    expect(a.value('select draft.value()')).toBe(2);
    expect(b.value('select draft.value()')).toBe(1);
    expect(a.value('select draft.value()')).toBe(2);
    a.run('rollback');
    expect([a.value('select draft.value()'), b.value('select draft.value()')]).toEqual([1, 1]);
    a.run(make(3));
    expect([a.value('select draft.value()'), b.value('select draft.value()')]).toEqual([3, 3]);
    b.run('commit');
  });

  it('turns a trigger on and off for itself, until it is committed', () => {
    const [a, b] = [session(), session()];
    a.run(
      `create function draft.note_it() returns trigger language plpgsql as
       $$ begin insert into log (what) values (new.body); return null; end $$`,
    );
    a.begins('create trigger noted after insert on draft.note for each row execute function draft.note_it()');
    a.run(`insert into draft.note values (3, 'three')`);
    b.begins(`insert into account values (9, 9)`);
    b.waits(`insert into draft.note values (4, 'four')`);
    a.run('commit');
    b.answer();
    b.run('commit');
    expect(a.run('select what from log order by id')).toEqual([{ what: 'three' }, { what: 'four' }]);
  });
});
