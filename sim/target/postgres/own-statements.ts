/** How the names of prepared statements begin that are the target's own, and not a session's. */
export const OWN = 'skein.';

/** Statements by which a database lists only those that sessions have prepared themselves. */
export const OWN_STATEMENTS_HIDDEN: readonly string[] = [
  'set allow_system_table_mods = on',
  `create or replace view pg_catalog.pg_prepared_statements as
     select * from pg_catalog.pg_prepared_statement() where not pg_catalog.starts_with(name, '${OWN}')`,
  'reset allow_system_table_mods',
];
