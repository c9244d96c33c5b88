import pg from 'pg';
import { host } from '../../kernel/index.ts';
import { OWN_STATEMENTS_HIDDEN } from './own-statements.ts';
import { schemaAsSent } from './sent-statement.ts';
import { SESSION_OPTIONS } from './settings.ts';
import { VIRTUAL_FUNCTIONS } from './virtual-functions.ts';

/** A database made for one target. */
export type TestDatabase = {
  /** How its sessions connect. */
  readonly config: pg.ClientConfig;
  drop(): Promise<void>;
};

/**
 * Makes a database on a server, with the time and randomness of runs and a schema. Its texts sort by their bytes.
 *
 * @param serverUrl leads to any database of the server, as a superuser
 * @throws {Error} when the server cannot be reached or its user may not do this, or when the schema is refused
 */
export async function createDatabase(serverUrl: string, schema: readonly string[]): Promise<TestDatabase> {
  const name = `skein_${host.randomBytes(6).toString('hex')}`;
  await connected({ connectionString: serverUrl }, async (client) => {
    const { rows } = await client.query<{ rolsuper: boolean }>(
      'select rolsuper from pg_roles where rolname = current_user',
    );
    if (rows[0]?.rolsuper !== true) {
      throw new Error(
        'the user of the database URL must be a superuser, to hear of waits and to set the time',
      );
    }
    await client.query(
      `create database ${name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`,
    );
  });
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const config: pg.ClientConfig = { connectionString: url.href, options: SESSION_OPTIONS };
  const drop = () =>
    connected({ connectionString: serverUrl }, async (client) => {
      await client.query(`drop database if exists ${name} with (force)`);
    });
  try {
    await connected(config, async (client) => {
      for (const statement of [...VIRTUAL_FUNCTIONS, ...OWN_STATEMENTS_HIDDEN, ...schema.map(schemaAsSent)])
        await client.query(statement);
    });
  } catch (error) {
    await drop();
    throw error;
  }
  return { config, drop };
}

async function connected(config: pg.ClientConfig, body: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client(config);
  client.on('error', () => undefined); // what is under way fails, and tells
  try {
    await client.connect();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`cannot connect to PostgreSQL: ${reason}`, { cause });
  }
  try {
    await body(client);
  } finally {
    await client.end();
  }
}
