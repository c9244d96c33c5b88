import { expect } from 'vitest';
import { behaviour, type Chapter, interleaving } from './behaviour.ts';

const ADD = `update account set balance = balance + 1 where id = 'alice' returning balance`;
const FINISH_FREE = `update job set state = 'done' where state = 'free'`;

/** A statement that had to wait is not a statement that begins later: what it has seen and done stays. */
export const waitedStatements: Chapter = {
  title: 'a statement that waited',
  needs: ['transactions'],
  behaviours: [
    interleaving('does not see rows that were inserted while it waited', (stage) => {
      const [a, b, c] = stage.three();
      a.begins(`update job set state = 'free' where id = 2`);
      b.waits(FINISH_FREE);
      c.run(`insert into job (id, state) values (9, 'free')`);
      a.run('commit');
      expect(b.answerCount()).toBe(3);
      expect(c.value('select state from job where id = 9')).toBe('free');
    }),
    interleaving('does not find rows that match only since it waits', (stage) => {
      const [a, b, c] = stage.three();
      c.run(`update job set state = 'taken' where id = 3`);
      a.begins(`update job set state = 'free' where id = 2`);
      b.waits(FINISH_FREE);
      c.run(`update job set state = 'free' where id = 3`);
      a.run('commit');
      expect(b.answerCount()).toBe(2);
      expect(c.value('select state from job where id = 3')).toBe('free');
    }),
    interleaving('takes the newest version of each row that it comes to', (stage) => {
      const [a, b, c] = stage.three();
      a.begins(`update account set balance = 1 where id = 'alice'`);
      b.waits('update account set balance = balance + 1');
      c.run(`update account set balance = 500 where id = 'bob'`);
      a.run('commit');
      expect(b.answerCount()).toBe(2);
      expect(c.run('select balance from account order by id')).toEqual([{ balance: 2 }, { balance: 501 }]);
    }),
    interleaving('passes by a row that was deleted and inserted anew', (stage) => {
      const [a, b] = stage.two();
      a.begins(`delete from account where id = 'alice'`);
      a.run(`insert into account (id, balance) values ('alice', 7)`);
      b.waits(ADD);
      a.run('commit');
      expect(b.answer()).toEqual([]);
      expect(b.value(`select balance from account where id = 'alice'`)).toBe(7);
    }),
    behaviour('passes by a row whose key is another now', (stage) => {
      const [a, b] = stage.two();
      a.begins(`update account set id = 'alicia' where id = 'alice'`);
      b.waits(ADD);
      a.run('commit');
      expect(b.answer()).toEqual([]);
    }),
    behaviour('holds what it had locked before it waited', (stage) => {
      const [a, b, c] = stage.three();
      a.begins(`update job set state = 'a' where id = 2`);
      b.waits(`update job set state = 'b' where id in (1, 2)`);
      c.waits(`update job set state = 'c' where id = 1`);
      expect(a.run(`select state from job where id = 1`)).toEqual([{ state: 'free' }]);
      a.run('commit');
      expect(b.answerCount()).toBe(2);
      expect(c.answerCount()).toBe(1);
      expect(a.run('select state from job where id < 3 order by id')).toEqual([
        { state: 'c' },
        { state: 'b' },
      ]);
    }),
    interleaving('is part of a cycle by what it had locked before it waited', (stage) => {
      const [a, b] = stage.two();
      a.begins(`update job set state = 'a' where id = 2`);
      b.waits(`update job set state = 'b' where id in (1, 2)`);
      expect(a.fails(`update job set state = 'a' where id = 1`)).toBe('40P01');
      expect(b.answerCount()).toBe(2);
    }),
    interleaving(
      'locks row after row, each before the next is waited for',
      (stage) => {
        const [a, b, c] = stage.three();
        const lock = 'select id from job where id in (1, 2) order by id for update';
        a.begins('select id from job where id = 2 for update');
        b.run('begin');
        b.waits(lock);
        expect(c.fails('select id from job where id = 1 for update nowait')).toBe('55P03');
        a.run('commit');
        expect(b.answer()).toEqual([{ id: 1 }, { id: 2 }]);
      },
      ['row-locks'],
    ),
    behaviour('inserts all of its rows, or none', (stage) => {
      const [a, b, c] = stage.three();
      a.begins(`insert into account (id, balance) values ('carol', 1)`);
      b.waits(`insert into account (id, balance) values ('dave', 2), ('carol', 2), ('erin', 2)`);
      c.waits(`insert into account (id, balance) values ('dave', 3) on conflict do nothing`);
      a.run('rollback');
      expect(b.answerCount()).toBe(3);
      expect(c.answerCount()).toBe(0);
    }),
    behaviour(
      'draws from a sequence once, if it is not computed anew',
      (stage) => {
        const [a, b] = stage.two();
        a.begins(`insert into account (id, balance) values ('carol', 1)`);
        b.waits(
          `insert into account (id, balance) values ('carol', nextval('ticket'))
           on conflict (id) do update set balance = excluded.balance returning balance`,
        );
        a.run('commit');
        expect(b.answer()).toEqual([{ balance: 1 }]);
        expect(b.value(`select nextval('ticket')`)).toBe(2);
      },
      ['sequences'],
    ),
    interleaving(
      'draws from a sequence again, if it is computed anew from the newest version',
      (stage) => {
        const [a, b] = stage.two();
        a.begins(`update account set balance = 7 where id = 'alice'`);
        b.waits(`update account set balance = nextval('ticket') where id = 'alice' returning balance`);
        a.run('commit');
        expect(b.answer()).toEqual([{ balance: 2 }]);
        a.begins(`update account set balance = 7 where id = 'alice'`);
        b.waits(`update account set balance = nextval('ticket') where id = 'alice' returning balance`);
        a.run('rollback');
        expect(b.answer()).toEqual([{ balance: 3 }]);
      },
      ['sequences'],
    ),
    interleaving(
      'has the time at which it was sent',
      (stage) => {
        const [a, b] = stage.two();
        const seconds = 'extract(epoch from now())::int';
        a.begins(`update account set balance = 0 where id = 'alice'`);
        b.waits(`update account set balance = ${seconds} where id = 'alice' returning balance`);
        stage.advance(60_000);
        a.run('commit');
        expect(b.answer()).toEqual([{ balance: 946_684_800 }]);
      },
      ['virtual-time'],
    ),
    behaviour(
      'tells its notices once',
      (stage) => {
        const [a, b] = stage.two();
        a.run('begin');
        a.run('select pg_advisory_xact_lock(7)::text');
        b.waits(
          `do $$ begin raise notice 'before'; perform pg_advisory_xact_lock(7); raise notice 'after'; end $$`,
        );
        a.run('commit');
        expect(b.collect().notices).toEqual(['NOTICE:  before', 'NOTICE:  after']);
      },
      ['advisory-locks', 'plpgsql', 'notices'],
    ),
    interleaving(
      'has the view from before a lock that it takes itself',
      (stage) => {
        const [a, b] = stage.two();
        const append = `with held as materialized (select pg_advisory_xact_lock(7))
          insert into event (stream, seq) select 's', (select max(seq) from event) + 1 from held`;
        a.begins(append);
        b.waits(append);
        a.run('commit');
        expect(b.failure()).toBe('23505');
      },
      ['advisory-locks'],
    ),
    interleaving(
      'has the view from before a lock, and its whole transaction under REPEATABLE READ too',
      (stage) => {
        const [a, b] = stage.two();
        a.begins('select pg_advisory_xact_lock(7)::text');
        b.run('begin isolation level repeatable read');
        b.waits('select pg_advisory_xact_lock(7)::text');
        a.run(`insert into event (stream, seq) values ('s', 2)`);
        a.run('commit');
        b.answer();
        expect(b.value('select max(seq) from event')).toBe(1);
      },
      ['advisory-locks', 'repeatable-read'],
    ),
    interleaving('and is refused leaves its transaction failed', (stage) => {
      const [a, b] = stage.two();
      a.begins(`insert into account (id, balance) values ('carol', 1)`);
      b.begins(`update account set balance = 7 where id = 'bob'`);
      b.waits(`insert into account (id, balance) values ('carol', 2)`);
      a.run('commit');
      expect(b.failure()).toBe('23505');
      expect(b.fails('select 1')).toBe('25P02');
      expect(a.value(`select balance from account where id = 'bob'`)).toBe(100);
    }),
    interleaving('and is closed sets free what its transaction held', (stage) => {
      const [a, b, c] = stage.three();
      a.begins(`update account set balance = 1 where id = 'alice'`);
      b.begins(`update account set balance = 2 where id = 'bob'`);
      b.waits(ADD);
      c.waits(`update account set balance = balance + 3 where id = 'bob' returning balance`);
      b.close();
      expect(c.answer()).toEqual([{ balance: 103 }]);
    }),
    interleaving(
      'draws the same from all sequences, whatever others drew from them before and meanwhile',
      (stage) => {
        const [a, b, c] = stage.three();
        const draw = `insert into specimen (doubled_from) values (nextval('ticket')) returning id, doubled_from`;
        const both = (number: number): object => ({ id: number, doubled_from: number });
        expect(b.run(draw)).toEqual([both(1)]);
        expect(c.run(draw)).toEqual([both(2)]);
        a.begins('select pg_advisory_xact_lock(7)::text');
        b.run('begin');
        b.waits(
          `do $$ begin
             insert into specimen (doubled_from) values (nextval('ticket'));
             perform pg_advisory_xact_lock(7);
             insert into specimen (doubled_from) values (nextval('ticket'));
           end $$`,
        );
        expect(c.run(draw)).toEqual([both(4)]);
        a.run('commit');
        b.answer();
        b.run('commit');
        expect(a.run('select id, doubled_from from specimen order by id')).toEqual([1, 2, 3, 4, 5].map(both));
        expect(c.run(draw)).toEqual([both(6)]);
      },
      ['advisory-locks', 'plpgsql', 'rich-types', 'sequences'],
    ),
  ],
};
