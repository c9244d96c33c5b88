import type { Target, Utterance } from '../target/index.ts';
import { Connection } from './connection.ts';
import { openDialogue } from './open-dialogue.ts';
import type { Patience } from './patience.ts';
import { runScript } from './script.ts';

/** Statements that let go of locks. */
const PREPARED = `
  select format('rollback prepared %L', gid) from pg_prepared_xacts where database = current_database()`;

/** Statements that take away what specs may leave besides schemas. */
const LEFTOVERS = `
  select statement from (
    select 1, format('drop publication %I', pubname) from pg_publication
    union all select 2, format('drop owned by %I cascade', rolname) from pg_roles where rolname ~ '^regress_'
    union all select 3, format('drop role %I', rolname) from pg_roles where rolname ~ '^regress_'
  ) as leftover (place, statement) order by place, statement`;

/** What a schema is renamed to, with its number, if it cannot be dropped. */
const LEFT_BEHIND = 'skein_left_behind_';

const SCHEMAS = `
  select nspname from pg_namespace
  where nspname !~ '^(pg_|${LEFT_BEHIND})' and nspname <> 'information_schema' order by nspname`;

/**
 * Takes away what a spec left: its schemas, publications, prepared transactions, and roles, which by PostgreSQL's
 * custom are named `regress_…`. Some specs leave the catalogs damaged, so that a schema cannot be dropped; it is put
 * out of the way then.
 *
 * @throws {Error} when it cannot be done: no other spec can run then
 */
export function cleanUp(target: Target, patience: Patience): void {
  const connection = new Connection('clean-up', openDialogue(target));
  const attempt = (text: string): Utterance | undefined => runScript(connection, text, patience);
  const run = (text: string): readonly string[] => {
    const said = attempt(text);
    if (said?.kind === 'error') throw new Error(`cannot clean the database, ${text}: ${said.message}`);
    return said?.kind === 'rows' ? said.rows.map(([value]) => value ?? '') : [];
  };
  try {
    for (const statement of run(PREPARED)) run(statement);
    for (const schema of run(SCHEMAS)) {
      const name = `"${schema.replaceAll('"', '""')}"`;
      if (attempt(`drop schema ${name} cascade`)?.kind !== 'error') continue;
      const [oid = ''] = run(`select '${name.replaceAll("'", "''")}'::regnamespace::oid`);
      run(`alter schema ${name} rename to ${LEFT_BEHIND}${oid}`);
    }
    run('create schema public authorization pg_database_owner');
    run('grant usage on schema public to public');
    for (const statement of run(LEFTOVERS)) run(statement);
  } finally {
    connection.close();
  }
}
