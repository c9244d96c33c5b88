import type { SqlPool } from '../../src/ports/index.ts';
import { withoutRowLocks } from './without-row-locks.ts';

/** The same database, for an operation that takes an advisory lock on a name instead of locking the rows it reads. */
export function underAdvisoryLock(pool: SqlPool, name: string): SqlPool {
  const unlocked = withoutRowLocks(pool);
  return {
    ...unlocked,
    transaction: (body) =>
      unlocked.transaction(async (session) => {
        await session.query('select pg_advisory_xact_lock(hashtext($1)) is null as locked', [name]);
        return await body(session);
      }),
  };
}
