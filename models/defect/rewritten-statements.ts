import type { Sql, SqlPool } from '../../src/ports/index.ts';

/** The same database, which is sent other statements: those that `rewrite` makes of what the engine asks for. */
export function withStatements(pool: SqlPool, rewrite: (text: string) => string): SqlPool {
  const rewritten = (sql: Sql): Sql => ({ query: (text, values) => sql.query(rewrite(text), values) });
  return {
    ...rewritten(pool),
    transaction: (body) => pool.transaction((session) => body(rewritten(session))),
  };
}
