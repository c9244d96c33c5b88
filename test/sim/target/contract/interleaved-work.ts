import { expect } from 'vitest';
import { behaviour, type Chapter, interleaving } from './behaviour.ts';

const BALANCES = 'select id, balance from account order by id';

/** What a transaction has done stays done while others are at work, whatever it is, and is undone as a whole. */
export const interleavedWork: Chapter = {
  title: 'work of interleaved transactions',
  needs: ['transactions'],
  behaviours: [
    interleaving('keeps apart what each has done, turn by turn', (stage) => {
      const [a, b, c] = stage.three();
      for (const [session, id] of [
        [a, 1],
        [b, 2],
        [c, 3],
      ] as const) {
        session.begins(`update job set state = 'x' where id = $1`, [id]);
      }
      for (let turn = 0; turn < 3; turn += 1) {
        for (const [session, id] of [
          [a, 1],
          [b, 2],
          [c, 3],
        ] as const) {
          session.run(`update job set state = state || $1 where id = $2`, [String(turn), id]);
        }
      }
      a.run('commit');
      b.run('rollback');
      expect(c.run('select state from job order by id')).toEqual([
        { state: 'x012' },
        { state: 'free' },
        { state: 'x012' },
      ]);
      c.run('commit');
      expect(a.value('select state from job where id = 3')).toBe('x012');
    }),
    interleaving('may delete a row and insert it anew', (stage) => {
      const [a, b] = stage.two();
      a.begins(`delete from account where id = 'alice'`);
      expect(b.value('select count(*) from account')).toBe(2);
      a.run(`insert into account (id, balance) values ('alice', 1)`);
      expect(b.value(`select balance from account where id = 'alice'`)).toBe(100);
      a.run(`update account set balance = balance + 1 where id = 'alice'`);
      b.begins('select 1');
      a.run('rollback');
      expect(b.run(BALANCES)).toEqual([
        { id: 'alice', balance: 100 },
        { id: 'bob', balance: 100 },
      ]);
    }),
    interleaving('may insert a row and delete it', (stage) => {
      const [a, b] = stage.two();
      a.begins(`insert into account (id, balance) values ('carol', 1)`);
      b.begins(`insert into account (id, balance) values ('dave', 1)`);
      expect(a.count(`delete from account where id = 'carol'`)).toBe(1);
      b.run('commit');
      a.run('commit');
      expect(a.run('select id from account order by id')).toEqual([
        { id: 'alice' },
        { id: 'bob' },
        { id: 'dave' },
      ]);
    }),
    behaviour('may give a key away, which others then wait for', (stage) => {
      const [a, b] = stage.two();
      const insert = `insert into account (id, balance) values ('bob', 1)`;
      a.begins(`update account set id = 'carol' where id = 'bob'`);
      b.waits(insert);
      a.run('rollback');
      expect(b.failure()).toBe('23505');
      a.begins(`update account set id = 'carol' where id = 'bob'`);
      b.waits(insert);
      a.run('commit');
      expect(b.answerCount()).toBe(1);
      expect(b.value('select count(*) from account')).toBe(3);
    }),
    interleaving('may swap keys', (stage) => {
      const [a, b] = stage.two();
      a.begins(`update account set id = 'x', balance = 1 where id = 'alice'`);
      b.begins('select 1');
      a.run(`update account set id = 'alice' where id = 'bob'`);
      b.run('select 1');
      a.run(`update account set id = 'bob' where id = 'x'`);
      a.run('commit');
      expect(b.run(BALANCES)).toEqual([
        { id: 'alice', balance: 100 },
        { id: 'bob', balance: 1 },
      ]);
    }),
    behaviour(
      'meets by an index of some rows only',
      (stage) => {
        const [a, b] = stage.two();
        a.begins(`update job set state = 'only one' where id = 1`);
        b.waits(`update job set state = 'only one' where id = 2`);
        a.run('commit');
        expect(b.failure()).toBe('23505');
      },
      ['partial-indexes'],
    ),
    interleaving(
      'deletes along foreign keys, and others wait for it',
      (stage) => {
        const [a, b] = stage.two();
        a.run('insert into leaf (id, parent_id) values (1, 1), (2, 2)');
        a.begins('delete from parent where id = 1');
        expect(b.run('select id from leaf order by id')).toEqual([{ id: 1 }, { id: 2 }]);
        b.waits('update leaf set id = 5 where id = 1');
        expect(a.run('select id from leaf order by id')).toEqual([{ id: 2 }]);
        a.run('commit');
        expect(b.answerCount()).toBe(0);
        expect(b.run('select id from leaf order by id')).toEqual([{ id: 2 }]);
      },
      ['cascades'],
    ),
    interleaving(
      'keeps rows that are the same apart, without a key',
      (stage) => {
        const [a, b] = stage.two();
        const one = `delete from entry where ctid = (select min(ctid) from entry)`;
        a.begins(`insert into entry (body) values ('x'), ('x'), ('x')`);
        b.begins(`insert into entry (body) values ('x')`);
        expect(a.count(one)).toBe(1);
        expect(b.value('select count(*) from entry')).toBe(1);
        expect(a.value('select count(*) from entry')).toBe(2);
        a.run('commit');
        expect(b.value('select count(*) from entry')).toBe(3);
        b.run('rollback');
        expect(a.value('select count(*) from entry')).toBe(2);
      },
      ['keyless-tables'],
    ),
    interleaving(
      'keeps values of every kind as they are',
      (stage) => {
        const [a, b] = stage.two();
        const values = `(default, 1.10, 'NaN', '-infinity', '\\x00ff27', '{a,"b c",NULL}', '{"k": [1.0, null]}', null,
        'infinity', '2000-01-01 12:34:56.789012+00', '1 mon 2 days 03:04:05.000006', 9007199254740993,
        E'tab\\t "quoted" \\\\ and ''more'' ☂', '(1,2)', '[1,5)', '00000000-0000-0000-0000-000000000001')`;
        const read = 'select specimen::text as everything from specimen order by id';
        a.begins(`insert into specimen values ${values} returning specimen::text as everything`);
        const [inserted] = a.run(read);
        b.begins(`insert into account (id, balance) values ('carol', 1)`);
        expect(a.run(read)).toEqual([inserted]);
        expect(b.run(read)).toEqual([]);
        a.run('update specimen set doubled_from = 5');
        b.run('select 1');
        expect(a.value('select doubled from specimen')).toBe(10);
        a.run('update specimen set doubled_from = null');
        b.run('commit');
        a.run('commit');
        expect(b.run(read)).toEqual([inserted]);
        expect(JSON.stringify(inserted)).toContain('9007199254740993');
      },
      ['rich-types'],
    ),
    interleaving(
      'takes its own numbers of an identity column',
      (stage) => {
        const [a, b] = stage.two();
        const insert = 'insert into specimen (doubled_from) values (1) returning id';
        expect(a.begins(insert)).toEqual([{ id: 1 }]);
        expect(b.begins(insert)).toEqual([{ id: 2 }]);
        expect(a.run(insert)).toEqual([{ id: 3 }]);
        a.run('rollback');
        b.run('commit');
        expect(a.run('select id from specimen')).toEqual([{ id: 2 }]);
      },
      ['rich-types', 'sequences'],
    ),
    interleaving(
      'has the last number of a sequence that its own session drew',
      (stage) => {
        const [a, b] = stage.two();
        expect(a.begins(`select nextval('ticket')`)).toEqual([{ nextval: 1 }]);
        expect(b.begins(`select nextval('ticket')`)).toEqual([{ nextval: 2 }]);
        expect(a.value(`select currval('ticket')`)).toBe(1);
        expect(b.value('select lastval()')).toBe(2);
      },
      ['sequences'],
    ),
    interleaving(
      'is as large as it is',
      (stage) => {
        const [a, b] = stage.two();
        const many = `insert into event (stream, seq, body) select $1, n, repeat('x', 100) from generate_series(1, 500) n`;
        expect(a.begins(many, ['a'])).toEqual([]);
        expect(b.begins(many, ['b'])).toEqual([]);
        a.run(`update event set body = 'y' where stream = 'a'`);
        b.run(`delete from event where stream = 'b' and seq > 100`);
        a.run('commit');
        b.run('commit');
        expect(a.run('select stream, count(*) from event group by stream order by stream')).toEqual([
          { stream: 'a', count: 500 },
          { stream: 'b', count: 100 },
          { stream: 's', count: 1 },
        ]);
      },
      ['generate-series'],
    ),
    interleaving(
      'draws from a sequence once, also where a procedure ends transactions',
      (stage) => {
        const [a, b] = stage.two();
        a.run('select 1');
        b.begins(`select nextval('ticket')`);
        a.run('call draw_in_two_steps()');
        expect(a.run('select body from entry order by body')).toEqual([
          { body: 'ticket 2' },
          { body: 'ticket 3' },
        ]);
        expect(a.value('select lastval()')).toBe(3);
        expect(b.value(`select nextval('ticket')`)).toBe(4);
        a.run('call draw_in_two_steps()');
        expect(a.value('select max(body) from entry')).toBe('ticket 6');
      },
      ['keyless-tables', 'plpgsql', 'sequences'],
    ),
  ],
};
