import { expect } from 'vitest';
import { behaviour, type Chapter, interleaving } from './behaviour.ts';

const ALICE = `select balance from account where id = 'alice'`;

/** Each statement sees what was committed before it. */
export const readCommitted: Chapter = {
  title: 'READ COMMITTED',
  needs: ['transactions'],
  behaviours: [
    interleaving('what is not committed is not seen, and never was if it is rolled back', (stage) => {
      const [a, b] = stage.two();
      a.begins(`update account set balance = 0 where id = 'alice'`);
      a.run(`insert into account (id, balance) values ('carol', 1)`);
      a.run(`delete from account where id = 'bob'`);
      expect(b.run('select id, balance from account order by id')).toEqual([
        { id: 'alice', balance: 100 },
        { id: 'bob', balance: 100 },
      ]);
      a.run('rollback');
      expect(a.value('select sum(balance)::int as total from account')).toBe(200);
    }),
    behaviour('a session sees its own work', (stage) => {
      const a = stage.session();
      a.begins(`update account set balance = 0 where id = 'alice'`);
      expect(a.value(ALICE)).toBe(0);
      a.run(`delete from account where id = 'alice'`);
      expect(a.run(ALICE)).toEqual([]);
    }),
    interleaving('a second read sees what was committed in between', (stage) => {
      const [a, b] = stage.two();
      expect(a.begins(ALICE)).toEqual([{ balance: 100 }]);
      b.run(`update account set balance = 50 where id = 'alice'`);
      expect(a.value(ALICE)).toBe(50);
    }),
    interleaving('a second count sees rows that were inserted in between', (stage) => {
      const [a, b] = stage.two();
      expect(a.begins('select count(*) from job')).toEqual([{ count: 3 }]);
      b.run(`insert into job (id, state) values (4, 'free')`);
      expect(a.value('select count(*) from job')).toBe(4);
    }),
    interleaving('what is read and then written is lost where two do it', (stage) => {
      const [a, b] = stage.two();
      expect(a.begins(ALICE)).toEqual([{ balance: 100 }]);
      expect(b.begins(ALICE)).toEqual([{ balance: 100 }]);
      a.run(`update account set balance = $1 where id = 'alice'`, [100 + 10]);
      b.waits(`update account set balance = $1 where id = 'alice'`, [100 + 20]);
      a.run('commit');
      expect(b.answerCount()).toBe(1);
      b.run('commit');
      expect(a.value(ALICE)).toBe(120);
    }),
    behaviour('an update that waited computes from the newest version', (stage) => {
      const [a, b] = stage.two();
      const add = `update account set balance = balance + 10 where id = 'alice' returning balance`;
      expect(a.begins(add)).toEqual([{ balance: 110 }]);
      b.waits(add);
      a.run('commit');
      expect(b.answer()).toEqual([{ balance: 120 }]);
    }),
    behaviour('an update that waited looks again whether the row still matches', (stage) => {
      const [a, b] = stage.two();
      const take = `update job set state = 'taken' where id = 1 and state = 'free'`;
      a.begins(take);
      b.waits(take);
      a.run('commit');
      expect(b.answerCount()).toBe(0);
    }),
    behaviour('an update that waited for a rollback finds the row as it was', (stage) => {
      const [a, b] = stage.two();
      const take = `update job set state = 'taken' where id = 1 and state = 'free'`;
      a.begins(take);
      b.waits(take);
      a.run('rollback');
      expect(b.answerCount()).toBe(1);
    }),
    behaviour('an update that waited for a deletion finds nothing', (stage) => {
      const [a, b] = stage.two();
      a.begins('delete from job where id = 1');
      b.waits(`update job set state = 'taken' where id = 1`);
      a.run('commit');
      expect(b.answerCount()).toBe(0);
    }),
    behaviour('a deletion that waited looks again whether the row still matches', (stage) => {
      const [a, b] = stage.two();
      a.begins(`update account set balance = 200 where id = 'alice'`);
      b.waits('delete from account where balance <= 100');
      a.run('commit');
      expect(b.answerCount()).toBe(1);
      expect(b.run('select id from account')).toEqual([{ id: 'alice' }]);
    }),
    interleaving('a row that matches only once it is committed is passed by, without a wait', (stage) => {
      const [a, b] = stage.two();
      a.begins(`update job set state = 'taken' where id = 1`);
      expect(b.count(`update job set state = 'done' where state = 'taken'`)).toBe(0);
    }),
    behaviour(
      'a locking read that waited gives the newest version, or none if that no longer matches',
      (stage) => {
        const [a, b] = stage.two();
        a.begins(`update account set balance = 50 where id = 'alice'`);
        b.waits(`select id, balance from account where balance >= 50 order by id for update`);
        a.run('commit');
        expect(b.answer()).toEqual([
          { id: 'alice', balance: 50 },
          { id: 'bob', balance: 100 },
        ]);
        a.begins(`update account set balance = 40 where id = 'alice'`);
        b.waits(`select id from account where balance >= 50 order by id for update`);
        a.run('commit');
        expect(b.answer()).toEqual([{ id: 'bob' }]);
      },
      ['row-locks'],
    ),
    interleaving(
      'a statement that waited has its old view of all but the row',
      (stage) => {
        const [a, b] = stage.two();
        a.begins(`update account set balance = 50 where id = 'alice'`);
        a.run(`insert into event (stream, seq) values ('s', 2)`);
        b.waits(
          `select balance, (select max(seq) from event where stream = 's') as last
           from account where id = 'alice' for update`,
        );
        a.run('commit');
        expect(b.answer()).toEqual([{ balance: 50, last: 1 }]);
        expect(b.value(`select max(seq) from event where stream = 's'`)).toBe(2);
      },
      ['row-locks'],
    ),
    interleaving('an update that waited reads other tables as they were', (stage) => {
      const [a, b] = stage.two();
      a.begins(`update account set balance = 50 where id = 'alice'`);
      a.run(`update job set state = 'taken' where id = 1`);
      b.waits(
        `update account set note = job.state from job where account.id = 'alice' and job.id = 1
         returning balance, note`,
      );
      a.run('commit');
      expect(b.answer()).toEqual([{ balance: 50, note: 'free' }]);
    }),
    behaviour('an update of many rows waits in the middle, and has it all in the end', (stage) => {
      const [a, b] = stage.two();
      a.begins(`update job set state = 'taken' where id = 2`);
      b.waits(`update job set state = 'done' where state = 'free'`);
      expect(a.run('select id, state from job order by id')).toEqual([
        { id: 1, state: 'free' },
        { id: 2, state: 'taken' },
        { id: 3, state: 'free' },
      ]);
      a.run('commit');
      expect(b.answerCount()).toBe(2);
    }),
  ],
};
