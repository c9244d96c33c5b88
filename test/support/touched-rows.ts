import type { Footprint } from '../../sim/kernel/index.ts';
import { isRefusal, type Session, type Statement } from '../../sim/target/index.ts';
import { rowsOf } from './targets.ts';

/** What PostgreSQL says that a statement touched. */
export type Touched = {
  /** Tables that it read, and those that it changed or locked rows of. */
  readonly read: ReadonlySet<string>;
  readonly locked: ReadonlySet<string>;
  /** Rows that it inserted, changed, deleted or locked: the table, and the columns of its key as JSON. */
  readonly rows: readonly { readonly table: string; readonly key: Readonly<Record<string, unknown>> }[];
};

/** Locks of tables that change or lock rows. */
const CHANGING = new Set(['RowShareLock', 'RowExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock']);

const LOCKS = `select c.relname as table, l.mode from pg_locks l join pg_class c on c.oid = l.relation
  where l.pid = pg_backend_pid() and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace`;

/**
 * Executes a statement in a transaction of its own, and asks what it touched.
 *
 * @param tables all there are, with the columns that their rows are told apart by
 * @returns undefined if it was refused
 */
export function touchedBy(
  session: Session,
  statement: Statement,
  tables: ReadonlyMap<string, readonly string[]>,
): Touched | undefined {
  const keysOf = (where: string): Map<string, Touched['rows'][number]> => {
    const found = new Map<string, Touched['rows'][number]>();
    for (const [table, columns] of tables) {
      const rows = rowsOf(session, `select ${columns.join(', ')} from ${table} ${where}`);
      for (const key of rows as readonly Readonly<Record<string, unknown>>[]) // columns by their names
        found.set(JSON.stringify([table, key]), { table, key });
    }
    return found;
  };
  const before = keysOf('');
  rowsOf(session, 'begin');
  const answer = session.execute({ ...statement, begins: false })?.answer;
  if (!answer) throw new Error(`${statement.text} waits, though nobody else is there`);
  if (isRefusal(answer)) {
    rowsOf(session, 'rollback');
    return undefined;
  }
  const locks = rowsOf(session, LOCKS) as readonly { readonly table: string; readonly mode: string }[]; // its columns
  const marked = keysOf(
    `where xmin = pg_current_xact_id_if_assigned()::xid or xmax = pg_current_xact_id_if_assigned()::xid`,
  );
  const after = keysOf('');
  rowsOf(session, 'commit');
  for (const [name, row] of before) if (!after.has(name)) marked.set(name, row);
  return {
    read: new Set(locks.filter(({ mode }) => !CHANGING.has(mode)).map(({ table }) => table)),
    locked: new Set(locks.filter(({ mode }) => CHANGING.has(mode)).map(({ table }) => table)),
    rows: [...marked.values()],
  };
}

/** What was touched and is not in a footprint, each in one line. */
export function missingIn(
  footprint: Footprint,
  { read, locked, rows }: Touched,
  partsOf: (table: string) => readonly string[],
): readonly string[] {
  const isLocked = (table: string): boolean =>
    footprint.some(({ space, mode }) => space === table && mode !== 'read');
  const isRead = (table: string): boolean => footprint.some(({ space }) => space === table);
  const covers = ({ table, key }: Touched['rows'][number]): boolean => {
    const parts = partsOf(table).map((column) => String(key[column]));
    const name = parts.length === 1 ? parts[0] : JSON.stringify(parts);
    return footprint.some(
      (access) =>
        access.space === table && access.mode !== 'read' && (access.key === undefined || access.key === name),
    );
  };
  return [
    ...[...read].filter((table) => !isRead(table)).map((table) => `reads ${table}`),
    ...[...locked].filter((table) => !isLocked(table)).map((table) => `locks in ${table}`),
    ...rows.filter((row) => !covers(row)).map(({ table, key }) => `locks ${JSON.stringify(key)} of ${table}`),
  ];
}
