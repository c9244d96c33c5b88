import { expect } from 'vitest';
import { behaviour, type Chapter, interleaving } from './behaviour.ts';

/** What few programs do in transactions. A target may lack it, and then refuses it with 0A000. */
export const beyond: Chapter = {
  title: 'rarer things',
  needs: ['transactions'],
  behaviours: [
    interleaving(
      'a temporary table is the own of a session',
      (stage) => {
        const [a, b] = stage.two();
        a.run('create temporary table draft (id integer)');
        a.run('insert into draft (id) values (1)');
        expect(b.fails('select * from draft')).toBe('42P01');
        expect(a.value('select count(*) from draft')).toBe(1);
        a.close();
      },
      ['temporary-tables'],
      ['create temporary table draft (id integer)'],
    ),
    interleaving(
      'SERIALIZABLE refuses what no order of the two could have done, with 40001',
      (stage) => {
        const [a, b] = stage.two();
        for (const session of [a, b]) {
          session.run('begin isolation level serializable');
          session.run('select sum(balance)::int as total from account');
        }
        a.run(`update account set balance = -100 where id = 'alice'`);
        b.run(`update account set balance = -100 where id = 'bob'`);
        a.run('commit');
        expect(b.fails('commit')).toBe('40001');
      },
      ['serializable'],
      ['begin isolation level serializable'],
    ),
    interleaving(
      'a table that is made in a transaction goes with its rollback',
      (stage) => {
        const [a, b] = stage.two();
        a.begins('create table draft (id integer)');
        a.run('insert into draft (id) values (1)');
        expect(b.fails('select * from draft')).toBe('42P01');
        expect(a.value('select count(*) from draft')).toBe(1);
        a.run('rollback');
        expect(a.fails('select * from draft')).toBe('42P01');
      },
      ['ddl'],
      ['begin', 'create table draft (id integer)'],
    ),
    behaviour(
      'TRUNCATE keeps readers out, and goes with its rollback',
      (stage) => {
        const [a, b] = stage.two();
        a.begins('truncate job');
        b.waits('select count(*) from job');
        a.run('rollback');
        expect(b.answer()).toEqual([{ count: 3 }]);
      },
      ['truncate'],
      ['begin', 'truncate job'],
    ),
    interleaving(
      'a cursor reads on where it was, and what was there when it was opened',
      (stage) => {
        const [a, b] = stage.two();
        a.begins('declare jobs cursor for select id from job order by id');
        expect(a.run('fetch 1 from jobs')).toEqual([{ id: 1 }]);
        b.run('delete from job where id = 2');
        expect(a.run('fetch 2 from jobs')).toEqual([{ id: 2 }, { id: 3 }]);
        a.run('commit');
        expect(a.fails('fetch 1 from jobs')).toBe('34000');
      },
      ['cursors'],
      ['begin', 'declare jobs cursor for select id from job order by id'],
    ),
    behaviour(
      'a deferred foreign key is looked at by the commit',
      (stage) => {
        const a = stage.session();
        a.begins('insert into deferred_child (id, parent_id) values (1, 3)');
        a.run(`insert into parent (id, name) values (3, 'three')`);
        a.run('commit');
        a.begins('insert into deferred_child (id, parent_id) values (2, 4)');
        expect(a.fails('commit')).toBe('23503');
        expect(a.run('select id from deferred_child')).toEqual([{ id: 1 }]);
      },
      ['deferred-constraints'],
    ),
  ],
};
