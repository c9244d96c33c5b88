import { expect } from 'vitest';
import type { ScriptedSession } from '../../../support/scripted-sessions.ts';
import { type Behaviour, behaviour, type Chapter, type Feature, interleaving } from './behaviour.ts';

/** A way in which one session can wait for another. */
type Wait = {
  readonly title: string;
  readonly hold: string;
  readonly want: string;
  readonly needs: readonly Feature[];
};

const WAITS: readonly Wait[] = [
  {
    title: 'a row',
    hold: `update account set balance = balance + 1 where id = 'alice'`,
    want: `update account set balance = balance + 1 where id = 'alice'`,
    needs: [],
  },
  {
    title: 'a row lock',
    hold: `select id from account where id = 'alice' for update`,
    want: `select id from account where id = 'alice' for share`,
    needs: ['row-locks'],
  },
  {
    title: 'a unique key',
    hold: `insert into account (id, balance) values ('carol', 1)`,
    want: `insert into account (id, balance) values ('carol', 1) on conflict do nothing`,
    needs: [],
  },
  {
    title: 'an advisory lock',
    hold: 'select pg_advisory_xact_lock(7)::text',
    want: 'select pg_advisory_xact_lock(7)::text',
    needs: ['advisory-locks'],
  },
  {
    title: 'a table lock',
    hold: 'lock table account in exclusive mode',
    want: `update account set balance = 2 where id = 'bob'`,
    needs: ['table-locks'],
  },
];

const ENDS: readonly (readonly [name: string, end: (session: ScriptedSession) => void])[] = [
  ['commit', (session) => session.run('commit')],
  ['rollback', (session) => session.run('rollback')],
  ['crash', (session) => session.close()],
];

const ends: readonly Behaviour[] = WAITS.flatMap(({ title, hold, want, needs }) =>
  ENDS.map(([name, end]) =>
    interleaving(
      `a wait for ${title} ends by the other's ${name}`,
      (stage) => {
        const [a, b] = stage.two();
        a.begins(hold);
        b.run('begin');
        b.waits(want);
        expect(a.run('select 1 as one')).toEqual([{ one: 1 }]);
        expect(b.isAnswered()).toBe(false);
        end(a);
        b.answer();
        b.run('commit');
      },
      needs,
    ),
  ),
);

const crashes: readonly Behaviour[] = WAITS.map(({ title, hold, want, needs }) =>
  interleaving(
    `who is closed while it waits for ${title} leaves the queue, and nothing behind`,
    (stage) => {
      const [a, b, c] = stage.three();
      a.begins(hold);
      b.begins(`insert into job (id, state) values (9, 'lost')`);
      b.waits(want);
      c.run('begin');
      c.waits(want);
      b.close();
      expect(c.isAnswered()).toBe(false);
      a.run('commit');
      c.answer();
      expect(c.run('select id from job where id = 9')).toEqual([]);
    },
    needs,
  ),
);

/** Sessions that wait for each other, and how that ends. */
export const waiting: Chapter = {
  title: 'waiting',
  needs: ['transactions'],
  behaviours: [
    ...ends,
    ...crashes,
    interleaving(
      'who waits for a row gets it in the order of asking',
      (stage) => {
        const [a, b, c] = stage.three();
        const add = `update account set note = coalesce(note, '') || $1 where id = 'alice' returning note`;
        a.begins(add, ['a']);
        b.run('begin');
        b.waits(add, ['b']);
        c.waits(add, ['c']);
        a.run('commit');
        expect(b.answer()).toEqual([{ note: 'ab' }]);
        expect(c.isAnswered()).toBe(false);
        b.run('commit');
        expect(c.answer()).toEqual([{ note: 'abc' }]);
      },
      ['ordered-wake-ups'],
    ),
    interleaving(
      'who waits for an advisory lock gets it in the order of asking',
      (stage) => {
        const [a, b, c] = stage.three();
        const d = stage.session();
        const lock = 'select pg_advisory_xact_lock(7)::text';
        a.begins(lock);
        for (const session of [b, c, d]) {
          session.run('begin');
          session.waits(lock);
        }
        a.run('commit');
        for (const session of [b, c, d]) {
          session.answer();
          expect([b, c, d].filter((each) => each.isAnswered())).toEqual([]);
          session.run('commit');
        }
      },
      ['advisory-locks'],
    ),
    behaviour(
      'who has to wait for one holder after the other keeps its place in the queue',
      (stage) => {
        const [a, b, c] = stage.three();
        const d = stage.session();
        const add = `update account set note = coalesce(note, '') || $1 where id = 'alice' returning note`;
        a.begins(`select id from account where id = 'alice' for share`);
        b.begins(`select id from account where id = 'alice' for share`);
        c.run('begin');
        c.waits(add, ['c']);
        d.waits(add, ['d']);
        a.run('commit');
        expect([c.isAnswered(), d.isAnswered()]).toEqual([false, false]);
        b.run('commit');
        expect(c.answer()).toEqual([{ note: 'c' }]);
        expect(d.isAnswered()).toBe(false);
        c.run('commit');
        expect(d.answer()).toEqual([{ note: 'cd' }]);
      },
      ['row-locks', 'ordered-wake-ups'],
    ),
    behaviour(
      'who waits for the second of two locks still has the first when it goes on',
      (stage) => {
        const [a, b, c] = stage.three();
        a.begins('select pg_advisory_xact_lock(2)::text');
        b.run('begin');
        b.waits('select pg_advisory_xact_lock(1)::text, pg_advisory_xact_lock(2)::text');
        c.waits('select pg_advisory_xact_lock(1)::text');
        a.run('commit');
        expect([b.isAnswered(), c.isAnswered()]).toEqual([true, false]);
        b.answer();
        b.run('commit');
        c.answer();
      },
      ['advisory-locks'],
    ),
    behaviour('one end can answer several', (stage) => {
      const [a, b, c] = stage.three();
      a.begins(`update account set balance = balance + 1`);
      b.waits(`update account set balance = 1 where id = 'alice'`);
      c.waits(`update account set balance = 2 where id = 'bob'`);
      a.run('commit');
      expect(b.answerCount()).toBe(1);
      expect(c.answerCount()).toBe(1);
    }),
    interleaving('an end can move a wait on to the next row', (stage) => {
      const [a, b, c] = stage.three();
      a.begins(`update job set state = 'a' where id = 1`);
      b.begins(`update job set state = 'b' where id = 2`);
      c.waits(`update job set state = state || 'c' where id in (1, 2)`);
      a.run('commit');
      expect(c.isAnswered()).toBe(false);
      b.run('commit');
      expect(c.answerCount()).toBe(2);
      expect(c.run('select state from job where id < 3 order by id')).toEqual([
        { state: 'ac' },
        { state: 'bc' },
      ]);
    }),
    behaviour('a statement that waited outside of a transaction is committed with its answer', (stage) => {
      const [a, b, c] = stage.three();
      const add = `update account set balance = balance + 1 where id = 'alice'`;
      a.begins(add);
      b.waits(add);
      a.run('commit');
      expect(c.value(`select balance from account where id = 'alice'`)).toBe(102);
      expect(b.answerCount()).toBe(1);
    }),
    interleaving('a statement that begins a transaction may wait, and then is in it', (stage) => {
      const [a, b, c] = stage.three();
      const add = `update account set balance = balance + 1 where id = 'alice'`;
      a.begins(add);
      b.waits(add, [], true);
      a.run('commit');
      expect(b.answerCount()).toBe(1);
      expect(c.value(`select balance from account where id = 'alice'`)).toBe(101);
      b.run('rollback');
      expect(c.value(`select balance from account where id = 'alice'`)).toBe(101);
    }),
    behaviour('an answer is collected once', (stage) => {
      const [a, b] = stage.two();
      a.begins(`update account set balance = 1 where id = 'alice'`);
      b.waits(`update account set balance = 2 where id = 'alice'`);
      expect(b.hasNothing()).toBe(true);
      a.run('commit');
      expect(b.isAnswered()).toBe(true);
      expect(b.isAnswered()).toBe(true);
      expect(b.answerCount()).toBe(1);
      expect(b.hasNothing()).toBe(true);
      expect(b.value('select 1')).toBe(1);
      expect(b.hasNothing()).toBe(true);
    }),
    interleaving('a session that waited works on as any other', (stage) => {
      const [a, b] = stage.two();
      const add = `update account set balance = balance + 1 where id = 'alice'`;
      for (let round = 1; round <= 3; round += 1) {
        a.begins(add);
        b.run('begin');
        b.waits(add);
        a.run('commit');
        expect(b.answerCount()).toBe(1);
        b.run('commit');
      }
      expect(a.value(`select balance from account where id = 'alice'`)).toBe(106);
    }),
  ],
};
