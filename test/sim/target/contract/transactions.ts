import { expect } from 'vitest';
import { behaviour, type Chapter, interleaving } from './behaviour.ts';

const ALICE = `select balance from account where id = 'alice'`;

/** How transactions begin, fail and end. */
export const transactions: Chapter = {
  title: 'transactions',
  needs: ['transactions'],
  behaviours: [
    interleaving('a statement that begins one is in it, under READ COMMITTED', (stage) => {
      const [a, b] = stage.two();
      a.begins(`update account set balance = 0 where id = 'alice'`);
      expect(a.value('show transaction_isolation')).toBe('read committed');
      expect(b.value(ALICE)).toBe(100);
      a.run('commit');
      expect(b.value(ALICE)).toBe(0);
    }),
    behaviour('after an error all is refused with 25P02 until the rollback', (stage) => {
      const [a, b] = stage.two();
      a.begins(`update account set balance = 0 where id = 'alice'`);
      expect(a.fails('select 1 / 0')).toBe('22012');
      expect(a.fails('select 1')).toBe('25P02');
      expect(a.fails('select nothing from nowhere')).toBe('25P02');
      a.run('rollback');
      expect(b.value(ALICE)).toBe(100);
      expect(a.value(ALICE)).toBe(100);
    }),
    behaviour('a statement that cannot be parsed fails the transaction too', (stage) => {
      const a = stage.session();
      a.begins('select 1');
      expect(a.fails('selec 1')).toBe('42601');
      expect(a.fails('select 1')).toBe('25P02');
    }),
    behaviour('a statement that begins one and is refused leaves it failed', (stage) => {
      const a = stage.session();
      const { answer } = a.execute({ text: 'select 1 / 0', begins: true });
      expect(answer).toMatchObject({ code: '22012' });
      expect(a.fails('select 1')).toBe('25P02');
      a.run('rollback');
      expect(a.execute({ text: 'select nothing from nowhere', begins: true }).answer).toMatchObject({
        code: '42P01',
      });
      expect(a.fails('select 1')).toBe('25P02');
    }),
    interleaving('an error sets free what the transaction had locked, before the rollback', (stage) => {
      const [a, b] = stage.two();
      a.begins(`update account set balance = 0 where id = 'alice'`);
      b.waits(`update account set balance = balance + 1 where id = 'alice' returning balance`);
      a.fails('select 1 / 0');
      expect(b.answer()).toEqual([{ balance: 101 }]);
    }),
    behaviour('COMMIT of a failed one is a ROLLBACK, and says so', (stage) => {
      const a = stage.session();
      a.begins(`update account set balance = 0 where id = 'alice'`);
      a.fails('select 1 / 0');
      expect(a.execute({ text: 'commit' }).answer).toMatchObject({ command: 'ROLLBACK' });
      expect(a.value(ALICE)).toBe(100);
    }),
    behaviour('BEGIN inside of one and COMMIT outside of one warn, and change nothing', (stage) => {
      const a = stage.session();
      a.begins(`update account set balance = 0 where id = 'alice'`);
      expect(a.execute({ text: 'begin' }).notices).toEqual([
        'WARNING:  there is already a transaction in progress',
      ]);
      a.run('rollback');
      expect(a.value(ALICE)).toBe(100);
      expect(a.execute({ text: 'commit' }).notices).toEqual([
        'WARNING:  there is no transaction in progress',
      ]);
    }),
    behaviour('an error outside of one leaves none open', (stage) => {
      const a = stage.session();
      expect(a.fails('select 1 / 0')).toBe('22012');
      expect(a.value(ALICE)).toBe(100);
    }),
    behaviour('a refused statement undoes all that it did', (stage) => {
      const a = stage.session();
      expect(a.fails(`insert into account (id, balance) values ('carol', 1), ('alice', 1)`)).toBe('23505');
      expect(a.value('select count(*) from account')).toBe(2);
    }),
    behaviour('now() stands still within one', (stage) => {
      const a = stage.session();
      const [begun] = a.begins('select now()::text as time');
      stage.advance(1_000);
      expect(a.run('select now()::text as time')).toEqual([begun]);
      a.run('commit');
    }),
    behaviour(
      'now() is the time of the world, when the transaction begins',
      (stage) => {
        const a = stage.session();
        const now = 'select extract(epoch from now())::int as seconds';
        expect(a.value(now)).toBe(946_684_800);
        stage.advance(5_000);
        expect(a.begins(now)).toEqual([{ seconds: 946_684_805 }]);
        stage.advance(5_000);
        expect(a.value(now)).toBe(946_684_805);
        a.run('commit');
        expect(a.value(now)).toBe(946_684_810);
      },
      ['virtual-time'],
    ),
    interleaving(
      'a sequence does not go back with a rollback',
      (stage) => {
        const [a, b] = stage.two();
        const next = `select nextval('ticket')`;
        expect(a.begins(next)).toEqual([{ nextval: 1 }]);
        expect(b.begins(next)).toEqual([{ nextval: 2 }]);
        a.run('rollback');
        expect(b.value(next)).toBe(3);
        expect(b.value(`select currval('ticket')`)).toBe(3);
      },
      ['sequences'],
    ),
    ...['commit', 'rollback'].map((end) =>
      interleaving(`${end} and chain sets free what was locked, and begins anew`, (stage) => {
        const [a, b, c] = stage.three();
        a.begins(`update account set balance = 0 where id = 'alice'`);
        b.waits(`update account set balance = balance + 1 where id = 'alice' returning balance`);
        a.run(`${end} and chain`);
        expect(b.answer()).toEqual([{ balance: end === 'commit' ? 1 : 101 }]);
        a.run(`update account set balance = 0 where id = 'bob'`);
        c.waits(`update account set balance = balance + 1 where id = 'bob' returning balance`);
        a.run('rollback');
        expect(c.answer()).toEqual([{ balance: 101 }]);
      }),
    ),
    behaviour(
      'now() is the time of the statement that ended the one before, if it goes on from that',
      (stage) => {
        const a = stage.session();
        const now = 'select extract(epoch from now())::int as seconds';
        for (const end of ['commit and chain', 'rollback and chain']) {
          const [{ seconds }] = a.begins(now) as [{ seconds: number }]; // its one column
          stage.advance(1_000);
          a.run('select 1');
          stage.advance(1_000);
          if (end.startsWith('rollback')) a.fails('select 1 / 0');
          stage.advance(1_000);
          a.run(end);
          stage.advance(1_000);
          expect(a.value(now), end).toBe(seconds + 3);
          a.run('commit');
          expect(a.value(now), end).toBe(seconds + 4);
        }
      },
      ['virtual-time'],
    ),
    interleaving(
      'BEGIN along with a statement inside of one warns too',
      (stage) => {
        const [a, b] = stage.two();
        a.begins('select 1 as one');
        const warning = 'WARNING:  there is already a transaction in progress';
        const again = { text: 'select 2 as two', begins: true };
        for (const isScript of [false, true]) {
          const { answer, notices } = a.execute({ ...again, isScript });
          expect(answer).toMatchObject({ rows: [{ two: 2 }] });
          expect(notices).toEqual([warning]);
        }
        b.begins(`update account set balance = 0 where id = 'alice'`);
        expect(a.execute(again).notices).toEqual([warning]);
        const update = `update account set balance = balance + 1 where id = 'alice' returning balance`;
        a.waits(update, [], true);
        b.run('rollback');
        const { answer, notices } = a.collect();
        expect(answer).toMatchObject({ rows: [{ balance: 101 }] });
        expect(notices).toEqual([warning]);
      },
      ['scripts'],
    ),
    interleaving(
      'SET CONSTRAINTS outside of one warns',
      (stage) => {
        const [a, b] = stage.two();
        const text = 'set constraints all immediate';
        const warning = 'WARNING:  SET CONSTRAINTS can only be used in transaction blocks';
        expect(a.execute({ text }).notices).toEqual([warning]);
        b.begins(`update account set balance = 0 where id = 'alice'`);
        expect(a.execute({ text }).notices).toEqual([warning]);
        a.begins(text);
        expect(a.execute({ text }).notices).toEqual([]);
        const script = `insert into deferred_child (id, parent_id) values (1, 9); ${text}; select 1`;
        const { answer } = stage.session().execute({ text: script, isScript: true });
        expect(answer).toMatchObject({ code: '23503' });
        expect(a.value('select count(*) from deferred_child')).toBe(0);
      },
      ['scripts', 'deferred-constraints'],
    ),
  ],
};
