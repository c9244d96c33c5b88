import pg from 'pg';
import { decodeColumn } from '../column.ts';
import { type Sql, SqlError, type SqlPool, type SqlValue } from '../sql.ts';

/**
 * PostgreSQL through the `pg` driver.
 *
 * @param pool a pool of the caller's, who also ends it
 */
export function pgPool(pool: pg.Pool): SqlPool {
  // A connection that breaks tells whoever uses it next; with nobody listening it would end the process.
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  return {
    query: (text, values) => run(pool, text, values),
    async transaction<Result>(body: (session: Sql) => Promise<Result>): Promise<Result> {
      const client = await pool.connect();
      let broken = false;
      try {
        await client.query('begin isolation level read committed');
        try {
          const result = await body({ query: (text, values) => run(client, text, values) });
          const { command } = await client.query('commit');
          if (command !== 'COMMIT')
            throw new SqlError({ code: '25P02', message: 'the transaction was rolled back' });
          return result;
        } catch (error) {
          await run(client, 'rollback').catch(() => {
            broken = true; // the connection is in an unknown state: the pool must not hand it out again
          });
          throw error;
        }
      } finally {
        client.release(broken);
      }
    },
  };
}

const ignore = (): void => undefined;

/** More statements than that are parsed each time. */
const MOST_NAMES = 500;
const names = new Map<string, string>();

/** A statement that has a name is parsed and planned once on each connection. */
function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size === MOST_NAMES) return known;
  const name = `skein_${names.size + 1}`;
  names.set(text, name);
  return name;
}

const types: pg.CustomTypesConfig = {
  getTypeParser: (typeId) => (text: string) => decodeColumn(text, typeId),
};

async function run<Row>(
  target: Pick<pg.Pool, 'query'> | Pick<pg.PoolClient, 'query'>,
  text: string,
  values: readonly SqlValue[] = [],
): Promise<readonly Row[]> {
  try {
    const result = await target.query({ name: nameOf(text), text, values: [...values], types });
    return result.rows as readonly Row[]; // the statement's author states the row's shape
  } catch (error) {
    if (error instanceof pg.DatabaseError) {
      throw new SqlError({
        code: error.code ?? 'XX000',
        message: error.message,
        constraint: error.constraint,
        detail: error.detail,
        cause: error,
      });
    }
    throw error;
  }
}
