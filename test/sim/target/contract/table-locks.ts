import { expect } from 'vitest';
import { behaviour, type Chapter, interleaving } from './behaviour.ts';

/** LOCK TABLE, and what statements lock of their own accord. */
export const tableLocks: Chapter = {
  title: 'table locks',
  needs: ['transactions', 'table-locks'],
  behaviours: [
    behaviour('ACCESS EXCLUSIVE keeps readers out', (stage) => {
      const [a, b] = stage.two();
      a.begins('lock table job');
      b.waits('select count(*) from job');
      a.run('commit');
      expect(b.answer()).toEqual([{ count: 3 }]);
    }),
    interleaving('SHARE keeps writers out, and lets readers and other shares in', (stage) => {
      const [a, b] = stage.two();
      a.begins('lock table job in share mode');
      expect(b.value('select count(*) from job')).toBe(3);
      b.begins('lock table job in share mode');
      b.run('commit');
      b.waits(`update job set state = 'taken' where id = 1`);
      a.run('rollback');
      expect(b.answerCount()).toBe(1);
    }),
    interleaving('a writer keeps SHARE out', (stage) => {
      const [a, b] = stage.two();
      a.begins(`update job set state = 'taken' where id = 1`);
      b.run('begin');
      b.waits('lock table job in share mode');
      a.run('commit');
      b.answer();
      expect(b.value('select state from job where id = 1')).toBe('taken');
    }),
    interleaving('SHARE ROW EXCLUSIVE excludes itself, EXCLUSIVE lets readers in', (stage) => {
      const [a, b] = stage.two();
      a.begins('lock table job in share row exclusive mode');
      b.run('begin');
      b.waits('lock table job in share row exclusive mode');
      a.run('commit');
      b.answer();
      b.run('lock table job in exclusive mode');
      expect(a.value('select count(*) from job')).toBe(3);
      a.waits('select id from job where id = 1 for update');
      b.run('commit');
      expect(a.answer()).toEqual([{ id: 1 }]);
    }),
    interleaving('NOWAIT is refused with 55P03', (stage) => {
      const [a, b] = stage.two();
      a.begins('lock table job');
      b.run('begin');
      expect(b.fails('lock table job in access share mode nowait')).toBe('55P03');
      expect(b.fails('select 1')).toBe('25P02');
    }),
    behaviour('LOCK TABLE is refused outside of a transaction', (stage) => {
      expect(stage.session().fails('lock table job')).toBe('25P01');
    }),
    interleaving(
      'LOCK TABLE is refused outside of a transaction, but for the one of a script',
      (stage) => {
        const [a, b] = stage.two();
        b.begins(`update account set balance = 0 where id = 'bob'`);
        const lock = 'lock table account in exclusive mode';
        expect(a.fails(lock)).toBe('25P01');
        b.run('commit');
        b.begins('select 1');
        const work = `update job set state = 'done' where id = 1`;
        a.execute({ text: `${lock}; ${work}; select 1 / 0`, isScript: true });
        expect(a.value('select state from job where id = 1')).toBe('free');
        a.execute({ text: `${lock}; ${work}`, isScript: true });
        expect(a.value('select state from job where id = 1')).toBe('done');
      },
      ['transactions', 'table-locks', 'scripts'],
    ),
  ],
};
