import type { Sql, SqlPool } from '../../src/ports/index.ts';
import { statementOf } from './statement.ts';

/** The same database, to which one statement is sent otherwise. */
export function sendingInstead(pool: SqlPool, original: string, instead: string): SqlPool {
  const altered = (sql: Sql): Sql => ({
    query: (text, values) => sql.query(text === original ? instead : text, values),
  });
  return { ...altered(pool), transaction: (body) => pool.transaction((session) => body(altered(session))) };
}

/** The same database, without transactions: each statement is committed by itself. */
export function withoutTransactions(pool: SqlPool): SqlPool {
  return { query: pool.query.bind(pool), transaction: (body) => body(pool) };
}

/** Statements of a transaction that are sent in another order. */
type Swap = {
  /** Name of the statement that is sent later. */
  readonly first: string;
  /** Name of the one that is sent before it; whichever comes next, if absent. */
  readonly second?: string;
  /** What is sent in the first one's place, for an answer; it is answered with no rows, if absent. */
  readonly glance?: string;
};

/**
 * The same database, to which a statement is sent only after the one that follows it in its transaction. It is answered
 * before: with no rows, if it has none, or with what a glance at the database shows.
 */
export function withSwapped(pool: SqlPool, { first, second, glance }: Swap): SqlPool {
  return {
    query: pool.query.bind(pool),
    transaction: (body) =>
      pool.transaction(async (session) => {
        let late: (() => Promise<unknown>) | undefined;
        const takeLate = (): typeof late => {
          const taken = late;
          late = undefined;
          return taken;
        };
        const query: Sql['query'] = async (text, values) => {
          const name = statementOf(text)?.name;
          const overtaken = takeLate();
          if (overtaken && second !== undefined && name !== second) await overtaken();
          else if (overtaken) {
            const rows = await session.query<never>(text, values);
            await overtaken();
            return rows;
          }
          if (name !== first) return await session.query(text, values);
          late = () => session.query(text, values);
          return glance === undefined ? [] : await session.query(glance, values);
        };
        const result = await body({ query });
        await takeLate()?.();
        return result;
      }),
  };
}
