import type { PGlite, Transaction } from '@electric-sql/pglite';
import { decodeColumn } from '../column.ts';
import { type Sql, SqlError, type SqlPool, type SqlValue } from '../sql.ts';

/**
 * PGlite, for trying the engine out without a server. It has one session: a transaction excludes every other
 * statement until it ends.
 */
export function pglitePool(database: PGlite): SqlPool {
  return {
    query: (text, values) => run(database, text, values),
    transaction<Result>(body: (session: Sql) => Promise<Result>): Promise<Result> {
      return database.transaction((transaction) =>
        body({ query: (text, values) => run(transaction, text, values) }),
      );
    },
  };
}

async function run<Row>(
  target: Pick<PGlite | Transaction, 'query'>,
  text: string,
  values: readonly SqlValue[] = [],
): Promise<readonly Row[]> {
  try {
    const result = await target.query<Row>(text, [...values], { parsers: parsersByTypeId });
    return result.rows;
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
      throw new SqlError({
        code: error.code,
        message: error.message,
        constraint: 'constraint' in error ? String(error.constraint) : undefined,
        detail: 'detail' in error ? String(error.detail) : undefined,
        cause: error,
      });
    }
    throw error;
  }
}

/** PGlite asks for a parser per type; ours is one function for all of them. */
const parsersByTypeId = new Proxy<Record<number, (text: string) => unknown>>(
  {},
  { get: (_, typeId) => (text: string) => decodeColumn(text, Number(typeId)) },
);
