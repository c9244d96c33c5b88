import { expect } from 'vitest';
import type { SessionStage } from '../../../support/scripted-sessions.ts';
import { behaviour, type Chapter, interleaving } from './behaviour.ts';
import { CONTRACT_ROWS } from './schema.ts';

/** Plays two transactions that meet, and gives all that the trace would cover of it. */
function schedule(stage: SessionStage): readonly (string | Uint8Array)[] {
  const [a, b] = stage.two();
  const add = `update account set balance = balance + $1 where id = 'alice' returning balance`;
  a.begins(add, [1]);
  b.waits(add, [2], true);
  a.run(`insert into event (stream, seq) values ('s', 2)`);
  a.run('commit');
  b.answer();
  b.fails(`insert into event (stream, seq) values ('s', 2)`);
  b.run('rollback');
  a.run('select * from account order by id');
  return [...a.wire, ...b.wire];
}

/** What a run begins with, and what it leaves. */
export const runs: Chapter = {
  title: 'runs',
  needs: [],
  behaviours: [
    behaviour('begin with the tables empty', (stage) => {
      stage.session().run(`update account set balance = 1`);
      stage.close();
      stage.reset();
      const a = stage.session();
      for (const table of ['account', 'event', 'parent', 'child', 'job']) {
        expect(a.value(`select count(*) from ${table}`), table).toBe(0);
      }
    }),
    behaviour(
      'begin with sequences at their start',
      (stage) => {
        const next = `select nextval('ticket')`;
        expect(stage.session().value(next)).toBe(1);
        stage.reset();
        expect(stage.session().value(next)).toBe(1);
      },
      ['sequences'],
    ),
    interleaving(
      'begin whatever the sessions of the last one were about',
      (stage) => {
        const [a, b, c] = stage.three();
        a.begins(`update account set balance = 1 where id = 'alice'`);
        b.waits(`update account set balance = 2 where id = 'alice'`);
        c.begins('select 1');
        c.fails('select 1 / 0');
        stage.reset(...CONTRACT_ROWS);
        const d = stage.session();
        expect(d.run('select balance from account order by id')).toEqual([
          { balance: 100 },
          { balance: 100 },
        ]);
        expect(d.count('update account set balance = 5')).toBe(2);
      },
      ['transactions'],
    ),
    behaviour(
      'begin without locks and settings of the last one',
      (stage) => {
        const a = stage.session();
        a.run('select pg_advisory_lock(7)::text');
        a.run(`set application_name = 'last'`);
        stage.reset();
        const b = stage.session();
        expect(b.value('select pg_try_advisory_lock(7)')).toBe(true);
        expect(b.value('show application_name')).not.toBe('last');
      },
      ['advisory-locks', 'settings'],
    ),
    behaviour(
      'are the same, byte for byte, if their statements are',
      (stage) => {
        const first = schedule(stage);
        stage.close();
        stage.reset(...CONTRACT_ROWS);
        expect(schedule(stage)).toEqual(first);
        expect(first.length).toBeGreaterThan(8);
      },
      ['transactions'],
    ),
    behaviour(
      "have their world's randomness",
      (stage) => {
        const draw = 'select gen_random_uuid()::text as uuid, random() as fraction';
        const first = stage.session().run(draw);
        expect(stage.session().run(draw)).not.toEqual(first);
        stage.reset();
        expect(stage.session().run(draw)).toEqual(first);
      },
      ['seeded-randomness'],
    ),
    interleaving(
      'are inspected without what was not committed',
      (stage) => {
        const [a, b] = stage.two();
        a.begins(`insert into job (id, state) values (4, 'lost')`);
        b.run(`insert into job (id, state) values (5, 'kept')`);
        expect(stage.target.inspect('select id from job where id > 3 order by id')).toEqual([{ id: 5 }]);
      },
      ['transactions'],
    ),
    behaviour('leave what PostgreSQL does only if they say so', (stage) => {
      stage.session().run('select id from job order by id');
      expect(stage.target.divergences()).toEqual([]);
      expect(stage.target.mustRepeat()).toBe(false);
    }),
  ],
};
