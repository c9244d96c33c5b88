import { expect } from 'vitest';
import { behaviour, type Chapter, interleaving } from './behaviour.ts';

const LOCK = 'select pg_advisory_lock(7)::text';
const LOCK_SHARED = 'select pg_advisory_lock_shared(7)::text';
const TRY = 'select pg_try_advisory_lock(7)';
const TRY_SHARED = 'select pg_try_advisory_lock_shared(7)';
const UNLOCK = 'select pg_advisory_unlock(7)';
const XACT_LOCK = 'select pg_advisory_xact_lock(7)::text';
const XACT_LOCK_SHARED = 'select pg_advisory_xact_lock_shared(7)::text';
const TRY_XACT = 'select pg_try_advisory_xact_lock(7)';
const TRY_XACT_SHARED = 'select pg_try_advisory_xact_lock_shared(7)';

/** Locks on numbers. */
export const advisoryLocks: Chapter = {
  title: 'advisory locks',
  needs: ['transactions', 'advisory-locks'],
  behaviours: [
    ...(['commit', 'rollback'] as const).map((end) =>
      behaviour(`one of a transaction is free after its ${end}`, (stage) => {
        const [a, b] = stage.two();
        a.begins(XACT_LOCK);
        b.waits(XACT_LOCK);
        a.run(end);
        expect(b.answer()).toHaveLength(1);
      }),
    ),
    behaviour('one of a transaction is free after its session is closed', (stage) => {
      const [a, b] = stage.two();
      a.begins(XACT_LOCK);
      b.waits(XACT_LOCK);
      a.close();
      expect(b.answer()).toHaveLength(1);
    }),
    interleaving('shared ones go with each other, and an exclusive one waits for them all', (stage) => {
      const [a, b, c] = stage.three();
      a.begins(XACT_LOCK_SHARED);
      b.begins(XACT_LOCK_SHARED);
      c.waits(XACT_LOCK);
      a.run('commit');
      expect(c.isAnswered()).toBe(false);
      b.run('commit');
      expect(c.answer()).toHaveLength(1);
    }),
    interleaving('a shared one waits behind an exclusive one that waits', (stage) => {
      const [a, b, c] = stage.three();
      a.begins(XACT_LOCK_SHARED);
      b.run('begin');
      b.waits(XACT_LOCK);
      c.waits(XACT_LOCK_SHARED);
      a.run('commit');
      expect(b.answer()).toHaveLength(1);
      expect(c.isAnswered()).toBe(false);
      b.run('commit');
      expect(c.answer()).toHaveLength(1);
    }),
    interleaving('who tries does not wait, and does not overtake who waits', (stage) => {
      const [a, b, c] = stage.three();
      a.begins(XACT_LOCK_SHARED);
      expect(b.value(TRY_XACT)).toBe(false);
      expect(b.value(TRY_XACT_SHARED)).toBe(true);
      b.waits(XACT_LOCK);
      expect(c.value(TRY_XACT_SHARED)).toBe(false);
      a.run('commit');
      b.answer();
      expect(c.value(TRY_XACT)).toBe(true);
    }),
    interleaving('one of a session outlasts transactions, until it is unlocked', (stage) => {
      const [a, b] = stage.two();
      a.begins(LOCK);
      a.run('rollback');
      b.waits(LOCK);
      a.begins('select 1');
      a.run('commit');
      expect(b.isAnswered()).toBe(false);
      expect(a.value(UNLOCK)).toBe(true);
      expect(b.answer()).toHaveLength(1);
      expect(a.value(TRY)).toBe(false);
    }),
    interleaving('one of a session is free after the session is closed', (stage) => {
      const [a, b] = stage.two();
      a.run(LOCK);
      b.waits(LOCK);
      a.close();
      expect(b.answer()).toHaveLength(1);
    }),
    interleaving('one of a session is counted: unlocked as often as locked', (stage) => {
      const [a, b] = stage.two();
      a.run(LOCK);
      expect(a.value(TRY)).toBe(true);
      a.run(UNLOCK);
      expect(b.value(TRY)).toBe(false);
      a.run(UNLOCK);
      expect(b.value(TRY)).toBe(true);
    }),
    interleaving('one of a session and one of a transaction exclude each other', (stage) => {
      const [a, b] = stage.two();
      a.run(LOCK);
      b.run('begin');
      b.waits(XACT_LOCK);
      a.run(UNLOCK);
      expect(b.answer()).toHaveLength(1);
      expect(a.value(TRY)).toBe(false);
    }),
    interleaving('shared ones of sessions go with each other', (stage) => {
      const [a, b, c] = stage.three();
      a.run(LOCK_SHARED);
      expect(b.value(TRY_SHARED)).toBe(true);
      c.waits(LOCK);
      expect(a.value('select pg_advisory_unlock_shared(7)')).toBe(true);
      expect(c.isAnswered()).toBe(false);
      b.run('select pg_advisory_unlock_all()::text');
      expect(c.answer()).toHaveLength(1);
    }),
    behaviour('unlocking what is not locked answers false and warns', (stage) => {
      const { answer, notices } = stage.session().execute({ text: UNLOCK });
      expect(answer).toMatchObject({ rows: [{ pg_advisory_unlock: false }] });
      expect(notices).toEqual(["WARNING:  you don't own a lock of type ExclusiveLock"]);
    }),
    interleaving('two keys are another lock than one', (stage) => {
      const [a, b] = stage.two();
      a.begins(XACT_LOCK);
      expect(b.value('select pg_try_advisory_xact_lock(0, 7)')).toBe(true);
      expect(b.value('select pg_try_advisory_xact_lock(8)')).toBe(true);
    }),
  ],
};
