import { readdirSync, readFileSync } from 'node:fs';
import type { SqlPool } from '../ports/index.ts';

/** One numbered step of the schema. */
export type Migration = {
  readonly number: number;
  readonly name: string;
  readonly statements: readonly string[];
};

/** Every migration this build knows, in order. A file is plain SQL whose statements each end in `;` at a line's end. */
export function migrations(): readonly Migration[] {
  const folder = new URL('./migrations/', import.meta.url);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => ({
      number: Number(file.slice(0, 4)),
      name: file.slice(5, -4),
      statements: readFileSync(new URL(file, folder), 'utf8')
        .split(/;\s*$/m)
        .map((statement) => statement.trim())
        .filter((statement) => statement !== ''),
    }));
}

/** The database is of a later version than this code. */
export class NewerSchemaError extends Error {
  override readonly name = 'NewerSchemaError';

  constructor(number: number, name: string, latest: number) {
    super(
      `the database has migration ${number} (${name}), and this version knows ${latest}: use a newer one`,
    );
  }
}

/** Any number that every replica of this engine agrees on: the advisory lock that migrations run under. */
const MIGRATION_LOCK = 1_936_419_182;

/**
 * Brings the schema up to date. Safe to call from several replicas at once: one migrates, the others wait.
 *
 * @returns the names of the migrations that were applied now.
 * @throws {NewerSchemaError} when the database is of a later version
 */
export async function migrate(pool: SqlPool): Promise<readonly string[]> {
  return await pool.transaction(async (session) => {
    await session.query('select pg_advisory_xact_lock($1)::text', [MIGRATION_LOCK]);
    await session.query(
      'create table if not exists skein_migration (number integer primary key, name text not null, applied_at timestamptz not null default now())',
    );
    const rows = await session.query<{ number: number; name: string }>(
      'select number, name from skein_migration order by number',
    );
    const applied = new Set(rows.map((row) => row.number));
    const known = migrations();
    const latest = known.at(-1)?.number ?? 0;
    const beyond = rows.find(({ number }) => number > latest);
    if (beyond) throw new NewerSchemaError(beyond.number, beyond.name, latest);
    const names: string[] = [];
    for (const migration of known) {
      if (applied.has(migration.number)) continue;
      for (const statement of migration.statements) await session.query(statement);
      await session.query('insert into skein_migration (number, name) values ($1, $2)', [
        migration.number,
        migration.name,
      ]);
      names.push(migration.name);
    }
    return names;
  });
}
