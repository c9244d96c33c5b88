import { expect } from 'vitest';
import { behaviour, type Chapter, interleaving } from './behaviour.ts';

const BEGIN = 'begin isolation level repeatable read';
const ALICE = `select balance from account where id = 'alice'`;

/** A transaction sees what was committed before its first statement. */
export const repeatableRead: Chapter = {
  title: 'REPEATABLE READ',
  needs: ['transactions', 'repeatable-read'],
  behaviours: [
    interleaving('the view is that of the first statement, to the end', (stage) => {
      const [a, b] = stage.two();
      a.run(BEGIN);
      b.run(`update account set balance = 60 where id = 'alice'`);
      expect(a.value(ALICE)).toBe(60);
      b.run(`update account set balance = 50 where id = 'alice'`);
      b.run(`delete from account where id = 'bob'`);
      expect(a.run('select id, balance from account order by id')).toEqual([
        { id: 'alice', balance: 60 },
        { id: 'bob', balance: 100 },
      ]);
      a.run('commit');
      expect(a.value(ALICE)).toBe(50);
    }),
    interleaving('rows that were inserted since are not seen', (stage) => {
      const [a, b] = stage.two();
      a.run(BEGIN);
      expect(a.value('select count(*) from job')).toBe(3);
      b.run(`insert into job (id, state) values (4, 'free')`);
      expect(a.value('select count(*) from job')).toBe(3);
    }),
    interleaving('a session sees its own work on top of its view', (stage) => {
      const [a, b] = stage.two();
      a.run(BEGIN);
      a.run(`insert into job (id, state) values (5, 'free')`);
      b.run(`insert into job (id, state) values (4, 'free')`);
      expect(a.value('select count(*) from job')).toBe(4);
    }),
    interleaving('an update of what was changed since is refused with 40001', (stage) => {
      const [a, b] = stage.two();
      a.run(BEGIN);
      a.run(ALICE);
      b.run(`update account set balance = 50 where id = 'alice'`);
      expect(a.fails(`update account set balance = balance + 1 where id = 'alice'`)).toBe('40001');
      expect(a.fails('select 1')).toBe('25P02');
    }),
    interleaving('the first to update wins: who waited is refused with 40001', (stage) => {
      const [a, b] = stage.two();
      for (const session of [a, b]) {
        session.run(BEGIN);
        session.run(ALICE);
      }
      a.run(`update account set balance = 50 where id = 'alice'`);
      b.waits(`update account set balance = 60 where id = 'alice'`);
      a.run('commit');
      expect(b.failure()).toBe('40001');
    }),
    interleaving('who waited goes on if the first one rolls back', (stage) => {
      const [a, b] = stage.two();
      for (const session of [a, b]) {
        session.run(BEGIN);
        session.run(ALICE);
      }
      a.run(`update account set balance = 50 where id = 'alice'`);
      b.waits(`update account set balance = balance + 1 where id = 'alice'`);
      a.run('rollback');
      expect(b.answerCount()).toBe(1);
      expect(b.value(ALICE)).toBe(101);
    }),
    interleaving(
      'a lock of what was deleted since is refused with 40001',
      (stage) => {
        const [a, b] = stage.two();
        a.run(BEGIN);
        a.run(ALICE);
        b.run(`delete from account where id = 'alice'`);
        expect(a.fails(`${ALICE} for update`)).toBe('40001');
      },
      ['row-locks'],
    ),
    interleaving(
      'a wait for a mere lock is none of its business: no 40001',
      (stage) => {
        const [a, b] = stage.two();
        b.run(BEGIN);
        b.run(ALICE);
        a.begins(`${ALICE} for update`);
        b.waits(`update account set balance = 60 where id = 'alice'`);
        a.run('commit');
        expect(b.answerCount()).toBe(1);
      },
      ['row-locks'],
    ),
    interleaving('a key that it cannot see is a duplicate all the same', (stage) => {
      const [a, b] = stage.two();
      const insert = `insert into account (id, balance) values ('carol', 1)`;
      a.run(BEGIN);
      a.run(ALICE);
      b.run(insert);
      expect(a.fails(insert)).toBe('23505');
    }),
    interleaving('ON CONFLICT with a row that it cannot see is refused with 40001', (stage) => {
      const [a, b] = stage.two();
      const insert = `insert into account (id, balance) values ('carol', 1)`;
      a.run(BEGIN);
      a.run(ALICE);
      b.run(insert);
      expect(a.fails(`${insert} on conflict do nothing`)).toBe('40001');
    }),
    interleaving('two that read what the other writes may both commit', (stage) => {
      const [a, b] = stage.two();
      for (const session of [a, b]) {
        session.run(BEGIN);
        expect(session.value('select sum(balance)::int as total from account')).toBe(200);
      }
      a.run(`update account set balance = -100 where id = 'alice'`);
      b.run(`update account set balance = -100 where id = 'bob'`);
      a.run('commit');
      b.run('commit');
      expect(a.value('select sum(balance)::int as total from account')).toBe(-200);
    }),
    behaviour('READ ONLY refuses to write with 25006', (stage) => {
      const a = stage.session();
      a.run('begin isolation level repeatable read read only');
      expect(a.value(ALICE)).toBe(100);
      expect(a.fails(`update account set balance = 0`)).toBe('25006');
      a.run('rollback');
      expect(a.count(`update account set balance = 0`)).toBe(2);
    }),
  ],
};
