import type { Catalogue, ForeignKey, Table } from './catalogue.ts';
import { UnreadableError } from './tokens.ts';
import type { KeyPart, Source, Touch } from './touch.ts';

/** Where the values of columns come from; undefined where that is not known. */
export type Values = ReadonlyMap<string, readonly Source[] | undefined>;

/** The part of a table that has these values; undefined if it is not known which. */
export function partOf(
  table: Table,
  columns: readonly string[],
  values: Values,
): readonly KeyPart[] | undefined {
  if (table.partColumns.length === 0) return undefined;
  const parts = table.partColumns.map((column, index): KeyPart | undefined => {
    const type = table.columns.find(({ name }) => name === column)?.keyType;
    const sources = values.get(columns[index] ?? column);
    return type && sources ? { type, sources } : undefined;
  });
  const known = parts.filter((part) => part !== undefined);
  return known.length === parts.length ? known : undefined;
}

/** A part of a table, or all of it. */
export function touch(table: Table, mode: Touch['mode'], key: readonly KeyPart[] | undefined): Touch {
  return key ? { space: table.name, mode, key } : { space: table.name, mode };
}

/** Rows are inserted: their keys are claimed, and what they refer to is kept where it is. */
export function inserted(catalogue: Catalogue, table: Table, values: Values): readonly Touch[] {
  const isAlone = table.otherKeys.length === 0;
  const key = isAlone ? partOf(table, table.partColumns, values) : undefined;
  return [
    touch(table, 'lock', key),
    ...table.foreignKeys.flatMap((each) => referred(catalogue, each, values)),
  ];
}

/** @param changed columns that are set */
export function updated(
  catalogue: Catalogue,
  table: Table,
  key: readonly KeyPart[] | undefined,
  changed: ReadonlySet<string>,
): readonly Touch[] {
  const isSet = (column: string): boolean => changed.has(column);
  const mayCollide =
    table.partColumns.some(isSet) || table.otherKeys.some((columns) => columns?.some(isSet) ?? true);
  return [
    touch(table, 'lock', mayCollide ? undefined : key),
    ...table.foreignKeys
      .filter(({ columns }) => columns.some(isSet))
      .flatMap((each) => referred(catalogue, each, new Map())),
    ...referring(catalogue, table, ({ parentColumns }) => parentColumns.some(isSet)),
  ];
}

export function deleted(
  catalogue: Catalogue,
  table: Table,
  key: readonly KeyPart[] | undefined,
): readonly Touch[] {
  return [touch(table, 'lock', key), ...referring(catalogue, table, () => true)];
}

/** Rows that a row with these values refers to, and that must stay. */
function referred(catalogue: Catalogue, key: ForeignKey, values: Values): readonly Touch[] {
  const parent = plainTable(catalogue, key.parent);
  // The part that a row is in is known by those of its columns that are referred to.
  const columns = parent.partColumns.map((column) => key.columns[key.parentColumns.indexOf(column)] ?? '');
  return [touch(parent, 'lock', partOf(parent, columns, values))];
}

/** Rows that may refer to those that are changed: nobody else may make such a row, and they may have to go. */
function referring(
  catalogue: Catalogue,
  table: Table,
  concerns: (key: ForeignKey) => boolean,
  seen: ReadonlySet<string> = new Set(),
): readonly Touch[] {
  if (seen.has(table.name)) return [];
  const children = [...new Set(catalogue.tables.values())].filter((each) =>
    each.foreignKeys.some((key) => key.parent === table.name && concerns(key)),
  );
  return children.flatMap((child) => {
    plainTable(catalogue, child.name);
    const cascades = child.foreignKeys.some((key) => key.parent === table.name && key.cascades);
    const further = cascades ? referring(catalogue, child, () => true, new Set([...seen, table.name])) : [];
    // What a cascade sets may refer to yet another row.
    const others = cascades ? child.foreignKeys.flatMap((key) => referred(catalogue, key, new Map())) : [];
    return [touch(child, 'lock', undefined), ...further, ...others];
  });
}

/** @throws {UnreadableError} */
export function plainTable(catalogue: Catalogue, name: string): Table {
  const table = catalogue.tables.get(name);
  if (!table?.isPlain) throw new UnreadableError(name);
  return table;
}
