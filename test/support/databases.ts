import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Client, Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, inject } from 'vitest';
import type { SqlPool } from '../../src/ports/index.ts';
import { pglitePool, pgPool, systemClock } from '../../src/ports/system/index.ts';
import { migrate } from '../../src/store/index.ts';

/** A database of a test's own. */
export type TestDatabase = { readonly sql: SqlPool; close(): Promise<void> };

/** Somewhere that the engine's tables can live. */
export type DatabaseTarget = {
  /** Names the target; where it cannot be had, says why. */
  readonly title: string;
  readonly isMissing: boolean;
  /** Whether statements run at the same time, each on a session of its own. */
  readonly hasManySessions: boolean;
  /** Opens a new database without any tables. */
  open(): Promise<TestDatabase>;
};

const pglite: DatabaseTarget = {
  title: 'PGlite',
  isMissing: false,
  hasManySessions: false,
  async open() {
    const database = await freshPGlite(join(inject('runFolder'), 'pglite.tar'));
    return { sql: pglitePool(database), close: () => database.close() };
  },
};

const postgresUrl = inject('postgresUrl');

const postgres: DatabaseTarget = {
  title: `PostgreSQL${postgresUrl ? '' : ': install the postgresql package or set SKEIN_TEST_DATABASE_URL'}`,
  isMissing: postgresUrl === null,
  hasManySessions: true,
  async open() {
    const { url, drop } = await freshDatabase();
    const options = '-c lock_timeout=10s'; // who waits for a lock for good fails, and does not hang the run
    const pool = new Pool({ connectionString: url, max: 25, options });
    return {
      sql: pgPool(pool),
      async close() {
        await pool.end();
        await drop();
      },
    };
  },
};

/** Every database that the engine must work on. */
export const databaseTargets: readonly DatabaseTarget[] = [pglite, postgres];

/**
 * Describes a suite once per database target. The suite's database has the engine's tables, and no rows in them when
 * a test begins. It can be used from hooks and tests on.
 */
export function onEachDatabase(suite: (sql: SqlPool, target: DatabaseTarget) => void): void {
  for (const target of databaseTargets) {
    describe.skipIf(target.isMissing)(target.title, () => {
      let opened: TestDatabase | undefined;
      const sql = (): SqlPool => {
        if (!opened) throw new Error('the database is open only while tests run');
        return opened.sql;
      };
      beforeAll(async () => {
        opened = await target.open();
        await migrate(opened.sql);
      });
      beforeEach(() => deleteRows(sql()));
      afterAll(() => opened?.close());
      suite(
        {
          query: (text, values) => sql().query(text, values),
          transaction: (body) => sql().transaction(body),
        },
        target,
      );
    });
  }
}

/** Makes a database on the tests' PostgreSQL server. */
export async function freshDatabase(): Promise<{
  readonly url: string;
  readonly drop: () => Promise<void>;
}> {
  if (postgresUrl === null) throw new Error(postgres.title);
  const url = new URL(postgresUrl);
  const name = `skein_test_${randomUUID().replaceAll('-', '')}`;
  await administer(postgresUrl, `create database ${name}`);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => administer(postgresUrl, `drop database ${name} with (force)`) };
}

async function deleteRows(sql: SqlPool): Promise<void> {
  for (const table of ['idempotency_key', 'task_execution', 'workflow_execution', 'schedule', 'worker']) {
    await sql.query(`delete from ${table}`);
  }
}

async function administer(url: string, statement: string): Promise<void> {
  const administrator = new Client({ connectionString: url });
  await administrator.connect();
  try {
    await administrator.query(statement);
  } finally {
    await administrator.end();
  }
}

/**
 * Boots PGlite. Initialising its cluster takes seconds, loading one does not: whoever comes first initialises one for
 * everybody and leaves its image.
 */
async function freshPGlite(image: string): Promise<PGlite> {
  const lock = `${image}.lock`;
  for (;;) {
    const bytes = await readFile(image).catch(() => undefined);
    if (bytes) return await PGlite.create({ loadDataDir: new Blob([bytes]) });
    if (await mkdir(lock).catch(() => 'taken')) {
      await systemClock.sleep(50);
      continue;
    }
    try {
      const database = await PGlite.create();
      const dump = await database.dumpDataDir('none');
      await writeFile(`${image}.draft`, Buffer.from(await dump.arrayBuffer()));
      await rename(`${image}.draft`, image); // so that others find the whole image or none
      return database;
    } finally {
      await rmdir(lock);
    }
  }
}
