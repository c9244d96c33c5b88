import type { ParserOptions, PGlite, Transaction } from '@electric-sql/pglite';
import { decodeColumn } from '../column.ts';
import { type Sql, SqlError, type SqlPool, type SqlValue } from '../sql.ts';

/**
 * PGlite, for trying the engine out without a server. It has one session: a transaction excludes every other
 * statement until it ends.
 */
export function pglitePool(database: PGlite): SqlPool {
  const parsers = parsersFor(database);
  return {
    query: (text, values) => run(database, parsers, text, values),
    transaction<Result>(body: (session: Sql) => Promise<Result>): Promise<Result> {
      return database.transaction((transaction) =>
        body({ query: (text, values) => run(transaction, parsers, text, values) }),
      );
    },
  };
}

async function run<Row>(
  target: Pick<PGlite | Transaction, 'query'>,
  parsers: ParserOptions,
  text: string,
  values: readonly SqlValue[] = [],
): Promise<readonly Row[]> {
  try {
    const result = await target.query<Row>(text, [...values], { parsers });
    return result.rows;
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
      throw new SqlError({
        code: error.code,
        message: error.message,
        constraint: textOf(error, 'constraint'),
        detail: textOf(error, 'detail'),
        cause: error,
      });
    }
    throw error;
  }
}

/** Our one decoder for every type that PGlite would otherwise decode its own way. */
function parsersFor(database: PGlite): ParserOptions {
  const decoders = Object.keys(database.parsers).map((typeId) => [
    typeId,
    (text: string) => decodeColumn(text, Number(typeId)),
  ]);
  return Object.fromEntries(decoders) as ParserOptions; // a dictionary from type to decoder, as the keys are
}

/** A fact of PGlite's error, which has every property, often undefined. */
function textOf(error: object, property: string): string | undefined {
  const value: unknown = Reflect.get(error, property);
  return typeof value === 'string' ? value : undefined;
}
