import { expect } from 'vitest';
import { behaviour, type Chapter, interleaving } from './behaviour.ts';

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
  ],
};
