/** What makes every table and sequence of a database as new, and what is to be known of its indexes. */
export type Clearing = {
  /** One statement per table and per sequence, tables that refer to others first. */
  readonly statements: readonly string[];
  /** Gives the space of deleted rows back. Stands alone: not in a transaction. */
  readonly vacuum: string;
  /** Gives every table and index new files. It costs far more. */
  readonly truncate: string;
  /** Names of indexes that give each row a place of its own. */
  readonly uniqueIndexes: ReadonlySet<string>;
};

/**
 * Looks at a database's tables and sequences.
 *
 * @param rowsOf executes a statement that must succeed
 */
export function findClearing(rowsOf: (text: string) => readonly object[]): Clearing {
  const namesOf = (text: string): readonly string[] =>
    (rowsOf(text) as readonly { readonly name: string }[]).map((row) => row.name); // each query has this one column
  const tables = namesOf(
    `select format('%I.%I', n.nspname, c.relname) as name
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema') order by c.oid desc`,
  );
  const sequences = namesOf(
    `select format('select setval(%L, %s, false)', format('%I.%I', schemaname, sequencename), start_value) as name
     from pg_sequences order by schemaname, sequencename`,
  );
  const unique = namesOf(
    'select c.relname as name from pg_index i join pg_class c on c.oid = i.indexrelid where i.indisunique',
  );
  const all = tables.join(', ');
  return {
    statements: [...tables.map((table) => `delete from ${table}`), ...sequences],
    vacuum: all === '' ? 'select' : `vacuum (index_cleanup on, truncate on) ${all}`,
    truncate: all === '' ? 'select' : `truncate ${all}`,
    uniqueIndexes: new Set(unique),
  };
}
