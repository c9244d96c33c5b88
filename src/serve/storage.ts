import pg from 'pg';
import type { Clock, Notifier, Random, SqlPool } from '../ports/index.ts';
import { inProcessNotifier, openPGliteFolder, pgPool, postgresNotifier } from '../ports/system/index.ts';

/** Where a server keeps everything. */
export type StorageOptions =
  /** PGlite, in this process, with its data in a folder. */
  | { readonly type: 'FOLDER'; readonly folder: string }
  | { readonly type: 'POSTGRES'; readonly url: string; readonly connections: number };

export type Storage = {
  readonly sql: SqlPool;
  /** How many connections there are; absent where there are none. */
  readonly connections?: () => { readonly total: number; readonly idle: number; readonly waiting: number };
  /** The way to tell other processes that comes with it. */
  readonly notifier: (ports: {
    readonly clock: Clock;
    readonly random: Random;
    readonly onError: (error: unknown) => void;
  }) => Notifier;
  close(): Promise<void>;
};

const CONNECT_MS = 10_000;

/**
 * Opens a server's database.
 *
 * @throws {FolderInUseError} when another process uses the folder
 * @throws when the database cannot be reached
 */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  if (options.type === 'FOLDER') {
    const opened = await openPGliteFolder(options.folder);
    return { sql: opened.sql, close: () => opened.close(), notifier: inProcessNotifier };
  }
  const { url: connectionString, connections: max } = options;
  const pool = new pg.Pool({
    connectionString,
    max,
    connectionTimeoutMillis: CONNECT_MS,
    application_name: 'skein server',
    keepAlive: true,
  });
  const sql = pgPool(pool);
  try {
    await sql.query('select 1 as one');
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    sql,
    connections: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    notifier: (ports) => postgresNotifier({ connectionString, ...ports }),
    close: () => pool.end(),
  };
}
