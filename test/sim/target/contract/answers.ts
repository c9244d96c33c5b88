import { expect } from 'vitest';
import type { Success } from '../../../support/scripted-sessions.ts';
import { behaviour, type Chapter, interleaving } from './behaviour.ts';

/** What is told of one statement. */
export const answers: Chapter = {
  title: 'answers',
  needs: [],
  behaviours: [
    behaviour('say the command, the rows and how many', (stage) => {
      const a = stage.session();
      const told = (text: string): Partial<Success> => {
        const { rows, count, command } = a.execute({ text }).answer as Success; // none of them is refused
        return { rows, count, command };
      };
      expect(told('select id from job order by id')).toEqual({
        rows: [{ id: 1 }, { id: 2 }, { id: 3 }],
        count: 3,
        command: 'SELECT',
      });
      expect(told(`insert into job (id, state) values (4, 'free'), (5, 'free')`)).toEqual({
        rows: [],
        count: 2,
        command: 'INSERT',
      });
      expect(told(`update job set state = 'taken' where id > 3 returning id`)).toMatchObject({
        count: 2,
        command: 'UPDATE',
      });
      expect(told('delete from job where id = 99')).toEqual({ rows: [], count: 0, command: 'DELETE' });
    }),
    behaviour('are made of values as the port says', (stage) => {
      const a = stage.session();
      expect(
        a.run(
          `select 1::int as i, 2::bigint as b, 1.5::float as f, true as t, 'x'::text as s, null::text as n`,
        ),
      ).toEqual([{ i: 1, b: 2, f: 1.5, t: true, s: 'x', n: null }]);
      expect(a.run(`select '{"a": [1, 2]}'::jsonb as j`)).toEqual([{ j: { a: [1, 2] } }]);
    }),
    behaviour('bind numbers, texts, booleans and nulls', (stage) => {
      const text = 'select $1::int as i, $2::text as s, $3::boolean as t, $4::text as n';
      expect(stage.session().run(text, [7, `it's "so"`, false, null])).toEqual([
        { i: 7, s: `it's "so"`, t: false, n: null },
      ]);
    }),
    behaviour(
      'bind arrays',
      (stage) => {
        const text = 'select id from account where id = any($1::text[]) order by id';
        expect(stage.session().run(text, [['bob', 'x"y', 'alice']])).toEqual([
          { id: 'alice' },
          { id: 'bob' },
        ]);
      },
      ['array-parameters'],
    ),
    behaviour(
      'tell the columns and their types, without rows too',
      (stage) => {
        const { answer } = stage.session().execute({ text: `select id, state from job where id = 99` });
        expect(answer).toMatchObject({
          rows: [],
          columns: [
            { name: 'id', typeId: 23 },
            { name: 'state', typeId: 25 },
          ],
        });
      },
      ['wire-columns'],
    ),
    behaviour(
      'are decoded as the statement asks, and come as arrays if it asks',
      (stage) => {
        const a = stage.session();
        const decode = (text: string, typeId: number): string => `${typeId}:${text}`;
        expect(a.execute({ text: 'select 1 as a, true as b', decode }).answer).toMatchObject({
          rows: [{ a: '23:1', b: '16:t' }],
        });
        expect(a.execute({ text: 'select 1 as a, 2 as a', asArrays: true }).answer).toMatchObject({
          rows: [[1, 2]],
        });
        expect(a.execute({ text: 'select 1 as a, null as b', decode, asArrays: true }).answer).toMatchObject({
          rows: [['23:1', null]],
        });
        expect(a.run('select 1 as a, true as b')).toEqual([{ a: 1, b: true }]);
      },
      ['wire-columns'],
    ),
    behaviour('of a refusal say what was violated, and how', (stage) => {
      const { answer } = stage.session().execute({
        text: `insert into account (id, balance) values ('alice', 1)`,
      });
      expect(answer).toMatchObject({
        code: '23505',
        constraint: 'account_pkey',
        detail: 'Key (id)=(alice) already exists.',
      });
    }),
    behaviour('refuse what PostgreSQL refuses, with its code', (stage) => {
      const a = stage.session();
      expect(a.fails('select * from nowhere')).toBe('42P01');
      expect(a.fails('selec 1')).toBe('42601');
      expect(a.fails('select nothing from account')).toBe('42703');
      expect(a.fails(`insert into account (id) values ('carol')`)).toBe('23502');
      expect(a.fails('insert into child (id, parent_id) values (1, 99)')).toBe('23503');
    }),
    behaviour(
      'carry the notices of their statement, and of no other',
      (stage) => {
        const a = stage.session();
        const shout = `do $$ begin raise notice 'hello'; raise warning 'world'; end $$`;
        expect(a.execute({ text: shout }).notices).toEqual(['NOTICE:  hello', 'WARNING:  world']);
        expect(a.execute({ text: 'select 1' }).notices).toEqual([]);
      },
      ['notices', 'plpgsql'],
    ),
    behaviour('are the same for the same text on two sessions', (stage) => {
      const [a, b] = stage.two();
      const text = 'select id, state from job where id = $1';
      expect(a.run(text, [1])).toEqual([{ id: 1, state: 'free' }]);
      expect(b.run(text, [2])).toEqual([{ id: 2, state: 'free' }]);
      a.close();
      expect(b.run(text, [3])).toEqual([{ id: 3, state: 'free' }]);
    }),
    interleaving(
      'are those of each session for the same text in two transactions, one of them failed',
      (stage) => {
        const [a, b] = stage.two();
        const text = 'select id, state from job where state <> $1 and id = 1';
        a.begins('select 1');
        a.fails('select 1 / 0');
        expect(a.fails(text, ['x'])).toBe('25P02');
        expect(b.begins(text, ['x'])).toEqual([{ id: 1, state: 'free' }]);
        a.run('rollback');
        expect(a.run(text, ['free'])).toEqual([]);
      },
      ['transactions'],
    ),
    behaviour(
      'of a script are those of its last statement',
      (stage) => {
        const a = stage.session();
        const text = `insert into job (id, state) values (4, 'free'); select id from job where id > 2 order by id;`;
        expect(a.execute({ text, isScript: true }).answer).toMatchObject({
          rows: [{ id: 3 }, { id: 4 }],
          count: 2,
          command: 'SELECT',
        });
      },
      ['scripts'],
    ),
    behaviour(
      'of a script that is refused leave nothing of it',
      (stage) => {
        const [a, b] = stage.two();
        const text = `insert into job (id, state) values (4, 'free'); select 1 / 0; select 2`;
        expect(a.execute({ text, isScript: true }).answer).toMatchObject({ code: '22012' });
        expect(b.value('select count(*) from job')).toBe(3);
      },
      ['scripts'],
    ),
    interleaving(
      'of a script may leave a transaction open',
      (stage) => {
        const [a, b] = stage.two();
        a.execute({ text: `begin; update job set state = 'taken' where id = 1`, isScript: true });
        expect(b.value('select state from job where id = 1')).toBe('free');
        b.waits(`update job set state = 'done' where id = 1`);
        a.run('rollback');
        expect(b.answerCount()).toBe(1);
      },
      ['scripts', 'transactions'],
    ),
    behaviour(
      'of a script may have to wait',
      (stage) => {
        const [a, b] = stage.two();
        a.begins(`update job set state = 'taken' where id = 1`);
        const text = `update job set state = 'done' where id = 1; select state from job where id = 1`;
        b.waitsFor({ text, isScript: true });
        a.run('commit');
        expect(b.answer()).toEqual([{ state: 'done' }]);
      },
      ['scripts', 'transactions'],
    ),
  ],
};
