import { expect } from 'vitest';
import { behaviour, type Chapter, interleaving } from './behaviour.ts';
import { CONTRACT_ROWS } from './schema.ts';

const ALICE = `select balance from account where id = 'alice'`;
const UPDATE = `update account set balance = balance + 1 where id = 'alice'`;

/** What belongs to a session, and what is left when it is closed. */
export const sessions: Chapter = {
  title: 'sessions',
  needs: [],
  behaviours: [
    behaviour('one that is closed while idle leaves all it did', (stage) => {
      const [a, b] = stage.two();
      a.run(UPDATE);
      a.close();
      expect(b.value(ALICE)).toBe(101);
    }),
    behaviour(
      'one that is closed in a transaction leaves nothing of that',
      (stage) => {
        const [a, b] = stage.two();
        a.begins(UPDATE);
        a.close();
        expect(b.value(ALICE)).toBe(100);
        expect(b.count(UPDATE)).toBe(1);
      },
      ['transactions'],
    ),
    behaviour(
      'one that is closed in a failed transaction leaves nothing of that',
      (stage) => {
        const [a, b] = stage.two();
        a.begins(UPDATE);
        a.fails('select 1 / 0');
        a.close();
        expect(b.value(ALICE)).toBe(100);
      },
      ['transactions'],
    ),
    interleaving(
      'one that is closed with an answer it never collected leaves what was committed',
      (stage) => {
        const [a, b, c] = stage.three();
        a.begins(UPDATE);
        b.waits(UPDATE);
        c.run('begin');
        c.waits(UPDATE);
        a.run('commit');
        b.close();
        expect(c.answerCount()).toBe(1);
        expect(c.value(ALICE)).toBe(103);
      },
      ['transactions', 'ordered-wake-ups'],
    ),
    behaviour('one can be closed twice', (stage) => {
      const [a, b] = stage.two();
      a.run(UPDATE);
      a.close();
      a.close();
      expect(b.value(ALICE)).toBe(101);
    }),
    interleaving(
      'one that is opened later knows nothing of one that was closed',
      (stage) => {
        const a = stage.session();
        a.run(`set skein.word = 'secret'`);
        a.run('set statement_timeout = 12345');
        a.begins(UPDATE);
        a.close();
        const b = stage.session();
        expect(b.value(`select coalesce(current_setting('skein.word', true), '')`)).toBe('');
        expect(b.value('show statement_timeout')).toBe('0');
        expect(b.execute({ text: 'commit' }).notices).toHaveLength(1);
      },
      ['transactions', 'settings'],
    ),
    interleaving(
      'a setting is the own of a session',
      (stage) => {
        const [a, b] = stage.two();
        a.run(`set application_name = 'one'`);
        b.run(`set application_name = 'two'`);
        expect(a.value('show application_name')).toBe('one');
        expect(b.value('show application_name')).toBe('two');
      },
      ['settings'],
    ),
    interleaving(
      'a setting is its own while transactions interleave',
      (stage) => {
        const [a, b] = stage.two();
        a.begins(`set local application_name = 'one'`);
        b.begins(`select set_config('application_name', 'two', false)`);
        expect(a.value('show application_name')).toBe('one');
        expect(b.value('show application_name')).toBe('two');
        a.run('commit');
        b.run('commit');
        expect(a.value('show application_name')).not.toBe('one');
        expect(b.value('show application_name')).toBe('two');
      },
      ['transactions', 'settings'],
    ),
    behaviour(
      'SET is undone by a rollback, SET LOCAL by any end',
      (stage) => {
        const a = stage.session();
        a.run(`set application_name = 'before'`);
        a.begins(`set application_name = 'since'`);
        expect(a.value('show application_name')).toBe('since');
        a.run('rollback');
        expect(a.value('show application_name')).toBe('before');
        a.begins(`set local application_name = 'local'`);
        expect(a.value('show application_name')).toBe('local');
        a.run('commit');
        expect(a.value('show application_name')).toBe('before');
        a.begins(`set application_name = 'after'`);
        a.run('commit');
        expect(a.value('show application_name')).toBe('after');
      },
      ['transactions', 'settings'],
    ),
    interleaving(
      'a setting decides how its own session reads, and no other',
      (stage) => {
        const [a, b] = stage.two();
        a.run(`set timezone = 'Asia/Tokyo'`);
        const noon = `select timestamptz '2000-01-01 12:00:00+00'::text as noon`;
        expect(a.value(noon)).toBe('2000-01-01 21:00:00+09');
        expect(b.value(noon)).not.toBe('2000-01-01 21:00:00+09');
        expect(a.value(noon)).toBe('2000-01-01 21:00:00+09');
      },
      ['settings'],
    ),
    interleaving(
      'the isolation that a session has as its default is its own',
      (stage) => {
        const [a, b] = stage.two();
        a.run(`set default_transaction_isolation = 'repeatable read'`);
        a.run('begin');
        b.run('begin');
        expect(a.value('show transaction_isolation')).toBe('repeatable read');
        expect(b.value('show transaction_isolation')).toBe('read committed');
      },
      ['transactions', 'settings', 'repeatable-read'],
    ),
    behaviour(
      'what one has prepared by name is gone with it',
      (stage) => {
        const a = stage.session();
        a.run('prepare one as select 1 as one');
        expect(a.run('execute one')).toEqual([{ one: 1 }]);
        a.close();
        const b = stage.session();
        expect(b.fails('execute one')).toBe('26000');
        b.run('prepare one as select 2 as one');
        stage.reset(...CONTRACT_ROWS);
        expect(stage.session().fails('execute one')).toBe('26000');
      },
      ['transactions'],
    ),
    interleaving(
      'what one has prepared by name it lists, and nothing else',
      (stage) => {
        const [a, b] = stage.two();
        const list = 'select name, from_sql from pg_prepared_statements order by name';
        a.run(UPDATE);
        expect(a.run(list)).toEqual([]);
        a.run('prepare one as select 1');
        b.begins('prepare two as select 2');
        expect(a.run(list)).toEqual([{ name: 'one', from_sql: true }]);
        expect(a.run(`${list} limit $1`, [0])).toEqual([]);
        expect(b.run(list)).toEqual([{ name: 'two', from_sql: true }]);
        a.run('deallocate all');
        expect(a.run(list)).toEqual([]);
      },
      ['transactions'],
    ),
    interleaving(
      'one that deallocates all in a transaction goes on as before',
      (stage) => {
        const [a, b] = stage.two();
        for (const text of ['deallocate all', 'prepare one as select 1; deallocate all']) {
          a.begins(UPDATE);
          b.begins('select 1 as one');
          a.execute({ text, isScript: true });
          stage.advance(1_000);
          const { answer, notices } = a.execute({ text: 'select 1 as one', begins: true });
          expect(answer).toMatchObject({ rows: [{ one: 1 }] });
          expect(notices).toEqual(['WARNING:  there is already a transaction in progress']);
          expect(a.count(UPDATE)).toBe(1);
          a.fails('select 1 / 0');
          expect(a.execute({ text: 'select 1', begins: true }).answer).toMatchObject({ code: '25P02' });
          a.run('rollback');
          expect(a.value(ALICE)).toBe(100);
          b.run('rollback');
        }
      },
      ['transactions', 'scripts'],
    ),
    interleaving(
      'the last number that one drew is unknown to the next one',
      (stage) => {
        const a = stage.session();
        expect(a.value('insert into specimen (doubled_from) values (1) returning id')).toBe(1);
        expect(a.value('select lastval()')).toBe(1);
        a.close();
        expect(stage.session().fails('select lastval()')).toBe('55000');
        expect(stage.session().value(`select nextval('ticket')`)).toBe(1);
        stage.reset(...CONTRACT_ROWS);
        const b = stage.session();
        expect(b.fails(`select currval('ticket')`)).toBe('55000');
        b.begins('select 1');
        expect(b.fails('select lastval()')).toBe('55000');
      },
      ['transactions', 'rich-types', 'sequences'],
    ),
    interleaving(
      'a setting of a name of its own is unknown to the next one',
      (stage) => {
        const read = `select current_setting('app.tenant', true)`;
        for (const text of [
          `set app.tenant = 'anna'`,
          `set session "app"."tenant" to 'anna'`,
          `select set_config('app.tenant', 'anna', false)`,
          `/* who */ set app.tenant = 'anna'`,
        ]) {
          const a = stage.session();
          a.run(text);
          expect(a.value(read), text).toBe('anna');
          a.close();
          expect(stage.session().value(read), text).toBeNull();
          stage.session().run(text);
          stage.reset(...CONTRACT_ROWS);
          expect(stage.session().value(read), text).toBeNull();
        }
        const a = stage.session();
        a.begins(`select set_config($1, 'anna', true)`, ['app.tenant']);
        expect(a.value(read)).toBe('anna');
        a.run('commit');
        expect(a.value(read)).toBe('');
        a.close();
        expect(stage.session().value(read)).toBeNull();
      },
      ['transactions', 'settings'],
    ),
    interleaving(
      'one that comes after one with a setting of its own has randomness of its own',
      (stage) => {
        const draws = (): readonly unknown[] =>
          [1, 2].map(() => {
            const session = stage.session();
            session.run(`set app.tenant = 'anna'`);
            const drawn = session.value('select gen_random_uuid()');
            session.close();
            return drawn;
          });
        const first = draws();
        expect(new Set(first).size).toBe(2);
        stage.reset(...CONTRACT_ROWS);
        expect(draws()).toEqual(first);
      },
      ['settings', 'seeded-randomness'],
    ),
    behaviour(
      'one begins with the settings that PostgreSQL has by default',
      (stage) => {
        const a = stage.session();
        expect(a.value('show search_path')).toBe('"$user", public');
        expect(a.value('show transaction_isolation')).toBe('read committed');
        a.run('set search_path to pg_catalog');
        a.run('reset search_path');
        expect(a.value('show search_path')).toBe('"$user", public');
      },
      ['settings'],
    ),
    interleaving(
      'what a script sets and prepares is its own session’s',
      (stage) => {
        const [a, b] = stage.two();
        const text = `select 1; set application_name = 'one'; prepare one as select 1 as one`;
        a.execute({ text, isScript: true });
        expect(a.value('show application_name')).toBe('one');
        expect(a.run('execute one')).toEqual([{ one: 1 }]);
        expect(b.value('show application_name')).not.toBe('one');
        expect(b.fails('execute one')).toBe('26000');
        a.run('discard all');
        expect(a.value('show application_name')).not.toBe('one');
        expect(a.fails('execute one')).toBe('26000');
      },
      ['settings', 'scripts'],
    ),
    interleaving(
      'what a function sets and locks belongs to the session that calls it',
      (stage) => {
        const a = stage.session();
        a.run(`create or replace function hidden() returns void language plpgsql as $$ begin
          set application_name = 'hidden';
          perform set_config('app.tenant', 'anna', false);
          perform pg_advisory_lock(7);
        end $$`);
        const [b, c] = stage.two();
        const name = 'show application_name';
        const tenant = `select current_setting('app.tenant', true)`;
        for (const isInBlock of [false, true]) {
          b.run(isInBlock ? 'do $$ begin perform hidden(); end $$' : 'select hidden()::text');
          expect(b.value(name)).toBe('hidden');
          expect(c.value(name)).not.toBe('hidden');
          expect(c.value(tenant)).toBeNull();
          expect(c.value('select pg_try_advisory_lock(7)')).toBe(false);
        }
        b.close();
        const d = stage.session();
        expect(d.value(name)).not.toBe('hidden');
        expect(d.value(tenant)).toBeNull();
        expect(c.value('select pg_try_advisory_lock(7)')).toBe(true);
        stage.reset(...CONTRACT_ROWS);
        const e = stage.session();
        expect(e.value(name)).not.toBe('hidden');
        expect(e.value(tenant)).toBeNull();
        e.run('drop function hidden()');
      },
      ['settings', 'plpgsql', 'ddl', 'advisory-locks'],
    ),
  ],
};
