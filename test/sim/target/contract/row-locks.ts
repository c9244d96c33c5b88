import { expect } from 'vitest';
import { type Behaviour, behaviour, type Chapter, interleaving } from './behaviour.ts';

const MODES = ['key share', 'share', 'no key update', 'update'] as const;
type Mode = (typeof MODES)[number];

/** PostgreSQL documentation, "Explicit Locking", table "Conflicting Row-Level Locks". */
const CONFLICTS: Readonly<Record<Mode, readonly Mode[]>> = {
  'key share': ['update'],
  share: ['no key update', 'update'],
  'no key update': ['share', 'no key update', 'update'],
  update: MODES,
};

const ALICE = `select balance from account where id = 'alice'`;

const pairs: readonly Behaviour[] = MODES.flatMap((held) =>
  MODES.map((wanted) => {
    const conflicts = CONFLICTS[held].includes(wanted);
    return interleaving(
      `FOR ${wanted.toUpperCase()} ${conflicts ? 'waits for' : 'goes with'} FOR ${held.toUpperCase()}`,
      (stage) => {
        const [a, b] = stage.two();
        a.begins(`${ALICE} for ${held}`);
        b.run('begin');
        if (!conflicts) {
          expect(b.run(`${ALICE} for ${wanted}`)).toEqual([{ balance: 100 }]);
          return;
        }
        b.waits(`${ALICE} for ${wanted}`);
        a.run('commit');
        expect(b.answer()).toEqual([{ balance: 100 }]);
      },
    );
  }),
);

/** What a row is locked for, by whom, and who waits. */
export const rowLocks: Chapter = {
  title: 'row locks',
  needs: ['transactions', 'row-locks'],
  behaviours: [
    ...pairs,
    interleaving('an update takes FOR NO KEY UPDATE: a key share goes with it, a share waits', (stage) => {
      const [a, b] = stage.two();
      a.begins(`update account set balance = 1 where id = 'alice'`);
      expect(b.run(`${ALICE} for key share`)).toEqual([{ balance: 100 }]);
      b.waits(`${ALICE} for share`);
      a.run('rollback');
      expect(b.answer()).toEqual([{ balance: 100 }]);
    }),
    behaviour('an update of the key takes FOR UPDATE: a key share waits', (stage) => {
      const [a, b] = stage.two();
      a.begins(`update account set id = 'alice2' where id = 'alice'`);
      b.waits(`${ALICE} for key share`);
      a.run('commit');
      expect(b.answer()).toEqual([]);
    }),
    interleaving('a plain read never waits', (stage) => {
      const [a, b] = stage.two();
      a.begins(`${ALICE} for update`);
      a.run(`delete from account where id = 'alice'`);
      expect(b.run(ALICE)).toEqual([{ balance: 100 }]);
    }),
    behaviour('a session does not wait for itself', (stage) => {
      const a = stage.session();
      a.begins(`${ALICE} for key share`);
      expect(a.run(`${ALICE} for update`)).toEqual([{ balance: 100 }]);
      expect(a.count(`delete from account where id = 'alice'`)).toBe(1);
    }),
    interleaving('other rows are free', (stage) => {
      const [a, b] = stage.two();
      a.begins(`${ALICE} for update`);
      expect(b.count(`update account set balance = 5 where id = 'bob'`)).toBe(1);
    }),
    interleaving('NOWAIT is refused with 55P03, and only where it would wait', (stage) => {
      const [a, b] = stage.two();
      a.begins(`${ALICE} for update`);
      expect(b.fails(`${ALICE} for update nowait`)).toBe('55P03');
      expect(b.fails(`${ALICE} for key share nowait`)).toBe('55P03');
      expect(b.run(`select id from account where id = 'bob' for update nowait`)).toEqual([{ id: 'bob' }]);
      a.run('commit');
      expect(b.run(`${ALICE} for update nowait`)).toEqual([{ balance: 100 }]);
    }),
    interleaving(
      'SKIP LOCKED leaves out what others have locked, and nothing else',
      (stage) => {
        const [a, b, c] = stage.three();
        const claim = `select id from job where state = 'free' order by id limit 1 for update skip locked`;
        expect(a.begins(claim)).toEqual([{ id: 1 }]);
        expect(b.begins(claim)).toEqual([{ id: 2 }]);
        expect(a.run(claim)).toEqual([{ id: 1 }]);
        a.run('rollback');
        expect(c.run(claim)).toEqual([{ id: 1 }]);
      },
      ['skip-locked'],
    ),
    interleaving(
      'SKIP LOCKED takes shares side by side',
      (stage) => {
        const [a, b] = stage.two();
        a.begins(`${ALICE} for share`);
        expect(b.run(`${ALICE} for share skip locked`)).toEqual([{ balance: 100 }]);
        expect(b.run(`${ALICE} for no key update skip locked`)).toEqual([]);
      },
      ['skip-locked'],
    ),
    interleaving('who waits for two sharers waits for both', (stage) => {
      const [a, b, c] = stage.three();
      a.begins(`${ALICE} for share`);
      b.begins(`${ALICE} for share`);
      c.waits(`update account set balance = 7 where id = 'alice'`);
      a.run('commit');
      expect(c.isAnswered()).toBe(false);
      b.run('commit');
      expect(c.answerCount()).toBe(1);
    }),
    interleaving('a share goes with a share although somebody waits for the row', (stage) => {
      const [a, b, c] = stage.three();
      a.begins(`${ALICE} for share`);
      b.waits(`${ALICE} for update`);
      expect(c.run(`${ALICE} for share`)).toEqual([{ balance: 100 }]);
      a.run('commit');
      expect(b.answer()).toEqual([{ balance: 100 }]);
    }),
    behaviour('a lock lasts until the transaction ends, not the statement', (stage) => {
      const [a, b] = stage.two();
      a.begins(`${ALICE} for update`);
      a.run('select 1');
      b.waits(`update account set balance = 3 where id = 'alice'`);
      a.run(`update account set balance = 9 where id = 'bob'`);
      expect(b.isAnswered()).toBe(false);
      a.run('commit');
      expect(b.answerCount()).toBe(1);
    }),
  ],
};
