import { expect } from 'vitest';
import { type Behaviour, behaviour, type Chapter, interleaving } from './behaviour.ts';

const INSERT = `insert into account (id, balance) values ('carol', 1)`;
const OR_NOTHING = `insert into account (id, balance) values ('carol', 2) on conflict do nothing`;
const OR_ADD = `insert into account (id, balance) values ('carol', 2)
  on conflict (id) do update set balance = account.balance + excluded.balance`;
const CAROL = `select balance from account where id = 'carol'`;

const behaviours: readonly Behaviour[] = [
  behaviour(
    'who inserts a key that is being inserted waits, and is refused once that is committed',
    (stage) => {
      const [a, b] = stage.two();
      a.begins(INSERT);
      b.waits(INSERT);
      a.run('commit');
      expect(b.failure()).toBe('23505');
    },
  ),
  behaviour(
    'who inserts a key that is being inserted waits, and inserts once that is rolled back',
    (stage) => {
      const [a, b] = stage.two();
      a.begins(INSERT);
      b.waits(INSERT);
      a.run('rollback');
      expect(b.answerCount()).toBe(1);
    },
  ),
  behaviour('who inserts a key that is being deleted waits for that to be decided', (stage) => {
    const [a, b] = stage.two();
    const again = `insert into account (id, balance) values ('alice', 1)`;
    a.begins(`delete from account where id = 'alice'`);
    b.waits(again);
    a.run('rollback');
    expect(b.failure()).toBe('23505');
    a.begins(`delete from account where id = 'alice'`);
    b.waits(again);
    a.run('commit');
    expect(b.answerCount()).toBe(1);
  }),
  behaviour('who inserts a key that an update is about to take waits', (stage) => {
    const [a, b] = stage.two();
    a.begins(`update account set id = 'carol' where id = 'bob'`);
    b.waits(INSERT);
    a.run('commit');
    expect(b.failure()).toBe('23505');
  }),
  interleaving('other keys are free', (stage) => {
    const [a, b] = stage.two();
    a.begins(INSERT);
    expect(b.count(`insert into account (id, balance) values ('dave', 1)`)).toBe(1);
  }),
  behaviour(
    'ON CONFLICT DO NOTHING waits for the other, and does nothing once that is committed',
    (stage) => {
      const [a, b] = stage.two();
      a.begins(INSERT);
      b.waits(OR_NOTHING);
      a.run('commit');
      expect(b.answerCount()).toBe(0);
      expect(b.value(CAROL)).toBe(1);
    },
  ),
  behaviour('ON CONFLICT DO NOTHING waits for the other, and inserts once that is rolled back', (stage) => {
    const [a, b] = stage.two();
    a.begins(INSERT);
    b.waits(OR_NOTHING);
    a.run('rollback');
    expect(b.answerCount()).toBe(1);
    expect(b.value(CAROL)).toBe(2);
  }),
  behaviour('ON CONFLICT DO UPDATE waits for the other, and updates what that committed', (stage) => {
    const [a, b] = stage.two();
    a.begins(INSERT);
    b.waits(OR_ADD);
    a.run('commit');
    expect(b.answerCount()).toBe(1);
    expect(b.value(CAROL)).toBe(3);
  }),
  behaviour('ON CONFLICT DO UPDATE waits for the other, and inserts once that is rolled back', (stage) => {
    const [a, b] = stage.two();
    a.begins(INSERT);
    b.waits(OR_ADD);
    a.run('rollback');
    expect(b.answerCount()).toBe(1);
    expect(b.value(CAROL)).toBe(2);
  }),
  behaviour(
    'ON CONFLICT DO UPDATE waits for who has locked the row, and updates its newest version',
    (stage) => {
      const [a, b] = stage.two();
      a.begins(`update account set balance = 50 where id = 'alice'`);
      b.waits(`insert into account (id, balance) values ('alice', 2)
      on conflict (id) do update set balance = account.balance + excluded.balance returning balance`);
      a.run('commit');
      expect(b.answer()).toEqual([{ balance: 52 }]);
    },
  ),
  interleaving('ON CONFLICT DO NOTHING does not wait for who has merely locked the row', (stage) => {
    const [a, b] = stage.two();
    a.begins(`select id from account where id = 'alice' for update`);
    expect(b.count(`insert into account (id, balance) values ('alice', 2) on conflict do nothing`)).toBe(0);
  }),
  interleaving('a number taken from max(seq) + 1 is taken twice: who waited is refused', (stage) => {
    const [a, b] = stage.two();
    const append = `insert into event (stream, seq) select 's', max(seq) + 1 from event where stream = 's'`;
    a.begins(append);
    b.waits(append);
    a.run('commit');
    expect(b.failure()).toBe('23505');
    expect(b.count(append)).toBe(1);
  }),
  behaviour('of several rows in one insert, none is left when one is refused', (stage) => {
    const [a, b] = stage.two();
    a.begins(INSERT);
    b.waits(`insert into account (id, balance) values ('dave', 1), ('carol', 1), ('erin', 1)`);
    a.run('commit');
    expect(b.failure()).toBe('23505');
    expect(b.run(`select id from account where id in ('dave', 'erin')`)).toEqual([]);
  }),
  interleaving('of two that wait for the same key one gets it, and the other waits for that one', (stage) => {
    const [a, b, c] = stage.three();
    a.begins(INSERT);
    for (const session of [b, c]) {
      session.run('begin');
      session.waits(INSERT);
    }
    a.run('rollback');
    const [winner, loser] = b.isAnswered() ? [b, c] : [c, b]; // PostgreSQL wakes both, and lets them race
    expect(winner.answerCount()).toBe(1);
    expect(loser.isAnswered()).toBe(false);
    winner.run('commit');
    expect(loser.failure()).toBe('23505');
  }),
];

/** Unique indexes decide between transactions that are under way. */
export const uniqueKeys: Chapter = {
  title: 'unique keys',
  needs: ['transactions'],
  behaviours,
};
