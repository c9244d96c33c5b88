import { expect } from 'vitest';
import { behaviour, type Chapter, interleaving } from './behaviour.ts';

const CHILD = 'insert into child (id, parent_id) values (1, 1)';
const DELETE_PARENT = 'delete from parent where id = 1';

/** A child holds on to its parent. */
export const foreignKeys: Chapter = {
  title: 'foreign keys',
  needs: ['transactions', 'row-locks'],
  behaviours: [
    behaviour('deleting the parent waits for the child, and is refused once that is committed', (stage) => {
      const [a, b] = stage.two();
      a.begins(CHILD);
      b.waits(DELETE_PARENT);
      a.run('commit');
      expect(b.failure()).toBe('23503');
    }),
    behaviour('deleting the parent waits for the child, and goes on once that is rolled back', (stage) => {
      const [a, b] = stage.two();
      a.begins(CHILD);
      b.waits(DELETE_PARENT);
      a.run('rollback');
      expect(b.answerCount()).toBe(1);
    }),
    behaviour('inserting a child waits for the deletion of its parent, and is refused after it', (stage) => {
      const [a, b] = stage.two();
      a.begins(DELETE_PARENT);
      b.waits(CHILD);
      a.run('commit');
      expect(b.failure()).toBe('23503');
    }),
    behaviour('inserting a child waits for the deletion of its parent, and goes on without it', (stage) => {
      const [a, b] = stage.two();
      a.begins(DELETE_PARENT);
      b.waits(CHILD);
      a.run('rollback');
      expect(b.answerCount()).toBe(1);
    }),
    interleaving('updating the parent besides its key goes with inserting a child', (stage) => {
      const [a, b] = stage.two();
      a.begins(CHILD);
      expect(b.count(`update parent set name = 'uno' where id = 1`)).toBe(1);
      b.begins(`update parent set name = 'eins' where id = 1`);
      expect(a.count('insert into child (id, parent_id) values (2, 1)')).toBe(1);
    }),
    behaviour('inserting a child waits for who has locked the parent FOR UPDATE', (stage) => {
      const [a, b] = stage.two();
      a.begins('select id from parent where id = 1 for update');
      b.waits(CHILD);
      a.run('commit');
      expect(b.answerCount()).toBe(1);
    }),
    interleaving('a parent that is not committed is none', (stage) => {
      const [a, b] = stage.two();
      a.begins(`insert into parent (id, name) values (3, 'three')`);
      expect(b.fails('insert into child (id, parent_id) values (1, 3)')).toBe('23503');
    }),
  ],
};
