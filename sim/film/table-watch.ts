import type { Target } from '../target/index.ts';
import type { RowChange, TableRow, TableShape } from './film.ts';

/** Which transactions are over: another text as soon as one that wrote something is committed. */
const SNAPSHOT = 'select pg_catalog.pg_current_snapshot()::text as snapshot';

const SHAPES = `
  select c.relname as name, n.nspname as space,
         pg_catalog.array_to_json(array(
           select a.attname from pg_catalog.pg_attribute a
           where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum))::text as columns,
         pg_catalog.array_to_json(array(
           select a.attname
           from pg_catalog.pg_index i, pg_catalog.unnest(i.indkey) with ordinality k(number, place)
           join pg_catalog.pg_attribute a on a.attnum = k.number
           where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid order by k.place))::text as key
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and not c.relispartition
    and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\\_%'
  order by c.oid`;

type ShapeRow = {
  readonly name: string;
  readonly space: string;
  readonly columns: string;
  readonly key: string;
};

/** Rows of all tables, by what tells them apart. */
type Contents = ReadonlyMap<string, { readonly table: number; readonly row: TableRow }>;

/**
 * Sees which rows were committed since it looked last. Whether anything was is asked of the server's snapshot first,
 * which costs a fraction of reading. Tables that are made during a run are not looked at.
 */
export class TableWatch {
  readonly shapes: readonly TableShape[];
  readonly #peek: (text: string) => readonly object[] | undefined;
  readonly #everything: string;
  #snapshot: string | undefined;
  #contents: Contents = new Map();

  private constructor(
    peek: (text: string) => readonly object[] | undefined,
    shapes: readonly TableShape[],
    everything: string,
  ) {
    this.#peek = peek;
    this.shapes = shapes;
    this.#everything = everything;
  }

  /** @returns undefined where a target cannot be looked at while sessions go on */
  static on(target: Target): TableWatch | undefined {
    const peek = target.peek?.bind(target);
    const found = peek?.(SHAPES) as readonly ShapeRow[] | undefined; // as the query's column list says
    if (!peek || !found) return undefined;
    const shapes = found.map(({ name, space, columns, key }) => shapeOf(name, space, columns, key));
    const reads = found.map(
      ({ name, space }, index) =>
        `select ${index} as "table", json_build_array(${(shapes[index]?.columns ?? [])
          .map((column) => `${quoted(column)}::text`)
          .join(', ')})::text as "row" from ${quoted(space)}.${quoted(name)}`,
    );
    return new TableWatch(peek, shapes, reads.join(' union all '));
  }

  /** What has changed since the last look. @returns undefined if somebody's lock keeps readers out */
  look(): readonly RowChange[] | undefined {
    if (this.shapes.length === 0) return [];
    const snapshot = this.#ask();
    if (snapshot !== undefined && snapshot === this.#snapshot) return [];
    const contents = this.#read();
    if (!contents) return undefined;
    const changes = changesFrom(this.#contents, contents);
    this.#contents = contents;
    this.#snapshot = snapshot;
    return changes;
  }

  #ask(): string | undefined {
    const rows = this.#peek(SNAPSHOT) as readonly { readonly snapshot: string }[] | undefined; // the one column
    return rows?.[0]?.snapshot;
  }

  #read(): Contents | undefined {
    const rows = this.#peek(this.#everything) as readonly { table: number; row: string }[] | undefined; // its columns
    if (!rows) return undefined;
    const contents = new Map<string, { readonly table: number; readonly row: TableRow }>();
    for (const { table, row: text } of rows) {
      const row = JSON.parse(text) as TableRow; // an array of texts and nulls, as json_build_array made it
      const key = [table, ...(this.shapes[table]?.key ?? []).map((index) => row[index])];
      // Rows of a table without a key may be alike: each counts.
      let copy = 0;
      let name = JSON.stringify(key);
      while (contents.has(name)) name = JSON.stringify([...key, (copy += 1)]);
      contents.set(name, { table, row });
    }
    return contents;
  }
}

function changesFrom(before: Contents, after: Contents): readonly RowChange[] {
  const changes: RowChange[] = [];
  for (const [key, { table, row }] of before) {
    if (!after.has(key)) changes.push({ table, before: row, after: undefined });
  }
  for (const [key, { table, row }] of after) {
    const known = before.get(key)?.row;
    if (known === undefined || known.some((value, index) => value !== row[index])) {
      changes.push({ table, before: known, after: row });
    }
  }
  return changes;
}

function shapeOf(name: string, space: string, columnList: string, keyList: string): TableShape {
  const columns = JSON.parse(columnList) as readonly string[]; // as array_to_json made it
  const names = JSON.parse(keyList) as readonly string[]; // likewise
  const key = names.length > 0 ? names.map((each) => columns.indexOf(each)) : [...columns.keys()];
  return { name: space === 'public' ? name : `${space}.${name}`, columns, key };
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
