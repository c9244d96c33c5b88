import { expect } from 'vitest';
import { type Chapter, interleaving } from './behaviour.ts';

const UPDATE = `update job set state = 'mine' where id = $1`;

/** Cycles of waits are broken: by refusing the wait that closes them. */
export const deadlocks: Chapter = {
  title: 'deadlocks',
  needs: ['transactions'],
  behaviours: [
    interleaving('of two, the one whose wait closes the cycle is refused, and the other goes on', (stage) => {
      const [a, b] = stage.two();
      a.begins(UPDATE, [1]);
      b.begins(UPDATE, [2]);
      a.waits(UPDATE, [2]);
      expect(b.fails(UPDATE, [1])).toBe('40P01');
      expect(a.answerCount()).toBe(1);
      expect(b.fails('select 1')).toBe('25P02');
      b.run('rollback');
      a.run('commit');
      expect(b.run('select state from job order by id')).toEqual([
        { state: 'mine' },
        { state: 'mine' },
        { state: 'free' },
      ]);
    }),
    interleaving(
      'of three, the one whose wait closes the cycle is refused, and one of the others goes on',
      (stage) => {
        const [a, b, c] = stage.three();
        a.begins(UPDATE, [1]);
        b.begins(UPDATE, [2]);
        c.begins(UPDATE, [3]);
        a.waits(UPDATE, [2]);
        b.waits(UPDATE, [3]);
        expect(c.fails(UPDATE, [1])).toBe('40P01');
        expect(b.answerCount()).toBe(1);
        expect(a.isAnswered()).toBe(false);
        b.run('commit');
        expect(a.answerCount()).toBe(1);
      },
    ),
    interleaving(
      'two that share a row and both want it for themselves',
      (stage) => {
        const [a, b] = stage.two();
        const share = 'select id from job where id = 1 for share';
        a.begins(share);
        b.begins(share);
        a.waits(UPDATE, [1]);
        expect(b.fails(UPDATE, [1])).toBe('40P01');
        expect(a.answerCount()).toBe(1);
      },
      ['row-locks'],
    ),
    interleaving('two that insert the same keys in another order', (stage) => {
      const [a, b] = stage.two();
      const insert = `insert into event (stream, seq) values ($1, 1)`;
      a.begins(insert, ['x']);
      b.begins(insert, ['y']);
      a.waits(insert, ['y']);
      expect(b.fails(insert, ['x'])).toBe('40P01');
      expect(a.answerCount()).toBe(1);
    }),
    interleaving(
      'a cycle through locks of different kinds',
      (stage) => {
        const [a, b] = stage.two();
        a.begins('select pg_advisory_xact_lock(7)::text');
        b.begins(UPDATE, [1]);
        b.waits('select pg_advisory_xact_lock(7)::text');
        expect(a.fails(UPDATE, [1])).toBe('40P01');
        expect(b.answer()).toHaveLength(1);
      },
      ['advisory-locks'],
    ),
    interleaving(
      'session locks outlast the refusal: the other waits on',
      (stage) => {
        const [a, b] = stage.two();
        a.run('select pg_advisory_lock(1)::text');
        b.run('select pg_advisory_lock(2)::text');
        a.waits('select pg_advisory_lock(2)::text');
        expect(b.fails('select pg_advisory_lock(1)::text')).toBe('40P01');
        expect(a.isAnswered()).toBe(false);
        b.run('select pg_advisory_unlock(2)');
        expect(a.answer()).toHaveLength(1);
      },
      ['advisory-locks'],
    ),
    interleaving('the refused one can begin again, and then waits', (stage) => {
      const [a, b] = stage.two();
      a.begins(UPDATE, [1]);
      b.begins(UPDATE, [2]);
      a.waits(UPDATE, [2]);
      b.fails(UPDATE, [1]);
      a.answer();
      b.run('rollback');
      b.run('begin');
      b.waits(UPDATE, [1]);
      a.run('commit');
      expect(b.answerCount()).toBe(1);
    }),
    interleaving('no cycle, no deadlock: a chain of waits comes undone from its end', (stage) => {
      const [a, b, c] = stage.three();
      a.begins(UPDATE, [1]);
      b.begins(UPDATE, [2]);
      b.waits(UPDATE, [1]);
      c.run('begin');
      c.waits(UPDATE, [2]);
      a.run('rollback');
      expect(b.answerCount()).toBe(1);
      expect(c.isAnswered()).toBe(false);
      b.run('commit');
      expect(c.answerCount()).toBe(1);
    }),
  ],
};
