import type { Sql, SqlPool } from '../../src/ports/index.ts';

/** The clause that locks a row until the transaction ends. `SKIP LOCKED` is for claims, and stays. */
const ROW_LOCK = /\bfor update(?! skip locked)/i;

/** The same database, for an operation that has forgotten to lock the rows it reads. */
export function withoutRowLocks(pool: SqlPool): SqlPool {
  const unlocked = (sql: Sql): Sql => ({
    query: (text, values) => sql.query(text.replace(ROW_LOCK, ''), values),
  });
  return {
    ...unlocked(pool),
    transaction: (body) => pool.transaction((session) => body(unlocked(session))),
  };
}
