import pg from 'pg';
import type { Column, SqlAnswer, SqlRefusal } from '../target/index.ts';

/** The part of an answer that is not a refusal. */
type Done = Exclude<SqlAnswer, SqlRefusal>;

/** Commands whose tag ends in the number of rows. Source: PostgreSQL documentation, "CommandComplete". */
const COUNTING: ReadonlySet<string> = new Set([
  'SELECT',
  'INSERT',
  'UPDATE',
  'DELETE',
  'MERGE',
  'FETCH',
  'MOVE',
  'COPY',
]);

/** A command's tag as PostgreSQL writes it: `INSERT 0 3`, `SELECT 5`, `BEGIN`. */
export function commandTag({ command, count }: Done): string {
  if (command === 'INSERT') return `INSERT 0 ${count}`;
  return COUNTING.has(command) ? `${command} ${count}` : command;
}

/** Result columns as node-postgres describes them. A target tells their names and types; the rest is zero. */
export function fieldsOf(columns: readonly Column[]): readonly pg.FieldDef[] {
  return columns.map(({ name, typeId }) => ({
    name,
    tableID: 0,
    columnID: 0,
    dataTypeID: typeId,
    dataTypeSize: 0,
    dataTypeModifier: -1,
    format: 'text',
  }));
}

/** A refusal as node-postgres reports it. */
export function databaseError({ message, ...facts }: SqlRefusal): pg.DatabaseError {
  return Object.assign(new pg.DatabaseError(message, message.length, 'error'), {
    severity: 'ERROR',
    ...facts,
  });
}
