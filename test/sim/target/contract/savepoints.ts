import { expect } from 'vitest';
import { behaviour, type Chapter, interleaving } from './behaviour.ts';

const BALANCES = `select balance from account order by id`;

/** Parts of a transaction that can be undone. */
export const savepoints: Chapter = {
  title: 'savepoints',
  needs: ['transactions'],
  behaviours: [
    behaviour('ROLLBACK TO keeps what was done before', (stage) => {
      const [a, b] = stage.two();
      a.begins(`update account set balance = 1 where id = 'alice'`);
      a.run('savepoint one');
      a.run(`update account set balance = 2`);
      a.run('rollback to one');
      expect(a.run(BALANCES)).toEqual([{ balance: 1 }, { balance: 100 }]);
      a.run('commit');
      expect(b.run(BALANCES)).toEqual([{ balance: 1 }, { balance: 100 }]);
    }),
    behaviour('ROLLBACK TO ends the failed state', (stage) => {
      const a = stage.session();
      a.begins(`update account set balance = 1 where id = 'alice'`);
      a.run('savepoint one');
      expect(a.fails(`insert into account (id, balance) values ('bob', 1)`)).toBe('23505');
      expect(a.fails('select 1')).toBe('25P02');
      a.run('rollback to one');
      expect(a.run(BALANCES)).toEqual([{ balance: 1 }, { balance: 100 }]);
      a.run('commit');
      expect(a.run(BALANCES)).toEqual([{ balance: 1 }, { balance: 100 }]);
    }),
    interleaving('ROLLBACK TO sets free what was locked since, and nothing from before', (stage) => {
      const [a, b, c] = stage.three();
      a.begins(`update account set balance = 1 where id = 'alice'`);
      a.run('savepoint one');
      a.run(`update account set balance = 1 where id = 'bob'`);
      b.waits(`update account set balance = 2 where id = 'alice'`);
      c.waits(`update account set balance = 2 where id = 'bob'`);
      a.run('rollback to one');
      expect(c.answerCount()).toBe(1);
      expect(b.isAnswered()).toBe(false);
      a.run('commit');
      expect(b.answerCount()).toBe(1);
    }),
    interleaving('an error after a savepoint sets free what was locked since, at once', (stage) => {
      const [a, b] = stage.two();
      a.begins('select 1');
      a.run('savepoint one');
      a.run(`update account set balance = 1 where id = 'bob'`);
      b.waits(`update account set balance = 2 where id = 'bob'`);
      a.fails('select 1 / 0');
      expect(b.answerCount()).toBe(1);
      a.run('rollback to one');
      expect(a.run(BALANCES)).toEqual([{ balance: 100 }, { balance: 2 }]);
    }),
    behaviour('they nest, and a name means the innermost', (stage) => {
      const a = stage.session();
      a.begins(`update account set balance = 1 where id = 'alice'`);
      a.run('savepoint one');
      a.run(`update account set balance = 2 where id = 'alice'`);
      a.run('savepoint two');
      a.run(`update account set balance = 3 where id = 'alice'`);
      a.run('savepoint one');
      a.run(`update account set balance = 4 where id = 'alice'`);
      const alice = `select balance from account where id = 'alice'`;
      a.run('rollback to one');
      expect(a.value(alice)).toBe(3);
      a.run('release one');
      a.run('rollback to one');
      expect(a.value(alice)).toBe(1);
      expect(a.fails('rollback to two')).toBe('3B001');
    }),
    interleaving('RELEASE keeps work and locks', (stage) => {
      const [a, b] = stage.two();
      a.begins('select 1');
      a.run('savepoint one');
      a.run(`update account set balance = 1 where id = 'bob'`);
      a.run('release savepoint one');
      b.waits(`update account set balance = balance + 1 where id = 'bob' returning balance`);
      expect(a.fails('rollback to one')).toBe('3B001');
      expect(b.answer()).toEqual([{ balance: 101 }]);
    }),
    interleaving('a wait inside of one that ends in an error can be rolled back to it', (stage) => {
      const [a, b] = stage.two();
      a.begins(`insert into account (id, balance) values ('carol', 1)`);
      b.begins(`update account set balance = 7 where id = 'bob'`);
      b.run('savepoint one');
      b.waits(`insert into account (id, balance) values ('carol', 2)`);
      a.run('commit');
      expect(b.failure()).toBe('23505');
      b.run('rollback to one');
      b.run('commit');
      expect(a.run(BALANCES)).toEqual([{ balance: 100 }, { balance: 7 }, { balance: 1 }]);
    }),
    behaviour('a savepoint is refused outside of a transaction', (stage) => {
      expect(stage.session().fails('savepoint one')).toBe('25P01');
    }),
    interleaving(
      'an advisory lock of a transaction taken since is set free by ROLLBACK TO',
      (stage) => {
        const [a, b] = stage.two();
        a.begins('select 1');
        a.run('savepoint one');
        a.run('select pg_advisory_xact_lock(7)::text');
        b.waits('select pg_advisory_xact_lock(7)::text');
        a.run('rollback to one');
        expect(b.answer()).toHaveLength(1);
      },
      ['advisory-locks'],
    ),
  ],
};
