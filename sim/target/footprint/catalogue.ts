/** How a column's values are told apart by their texts; undefined where different texts can be the same value. */
export type KeyType = 'text' | 'uuid' | 'integer';

export type Column = {
  readonly name: string;
  readonly keyType: KeyType | undefined;
  /** The expression that makes its value where none is given. */
  readonly default: string | undefined;
  readonly isIdentity: boolean;
};

/** Columns of one table whose values another one must have. */
export type ForeignKey = {
  readonly columns: readonly string[];
  /** The table that is referred to, and its columns, in the same order. */
  readonly parent: string;
  readonly parentColumns: readonly string[];
  /** Whether rows go, or change, with those they refer to. */
  readonly cascades: boolean;
};

/** What is known of a table. */
export type Table = {
  readonly name: string;
  /**
   * Whether statements touch nothing besides it and what its keys refer to. Not so with triggers, rules, policies,
   * partitions, inheritance, and constraints that call somebody's functions.
   */
  readonly isPlain: boolean;
  readonly columns: readonly Column[];
  /**
   * Columns whose values tell one part of its rows from another: rows with the same unique key are in the same part.
   * None if it has no such parts.
   */
  readonly partColumns: readonly string[];
  /** Unique keys besides, by which rows of different parts may collide: columns; undefined where that is not known. */
  readonly otherKeys: readonly (readonly string[] | undefined)[];
  readonly foreignKeys: readonly ForeignKey[];
};

/** What a database's catalogue says of whatever statements can touch. */
export type Catalogue = {
  /** By the names under which statements know them. */
  readonly tables: ReadonlyMap<string, Table>;
  /** Functions whose results depend on nothing but their arguments, settings, and time. */
  readonly pureFunctions: ReadonlySet<string>;
  /** Whether no statement of it can be understood, for some reason that lies in the database as a whole. */
  readonly isOpaque: boolean;
};

type ColumnRow = {
  readonly name: string;
  readonly type: string;
  readonly default: string | null;
  readonly isIdentity: boolean;
  readonly isExact: boolean;
};
type KeyRow = {
  readonly columns: readonly (string | null)[];
  readonly isPrimary: boolean;
  readonly isWhole: boolean;
};
type ForeignKeyRow = Omit<ForeignKey, 'parent'> & { readonly parent: string };
type TableRow = {
  readonly name: string;
  readonly schema: string;
  readonly own: string;
  readonly isVisible: boolean;
  readonly isPlain: boolean;
  readonly columns: readonly ColumnRow[] | null;
  readonly keys: readonly KeyRow[] | null;
  readonly foreignKeys: readonly ForeignKeyRow[] | null;
};

const COLUMN_NAMES = `(select jsonb_agg(a.attname order by k.position) from unnest(%) with ordinality as k (number, position)
  join pg_attribute a on a.attrelid = @ and a.attnum = k.number)`;

function columnNames(numbers: string, relation: string): string {
  return COLUMN_NAMES.replace('%', numbers).replace('@', relation);
}

const TABLES = `
  select c.oid::regclass::text as name, n.nspname as schema, c.relname as own, pg_table_is_visible(c.oid) as "isVisible",
    c.relkind = 'r' and not c.relrowsecurity and not c.relhasrules and not c.relhassubclass
      and not exists (select from pg_inherits where inhrelid = c.oid)
      and not exists (select from pg_trigger where tgrelid = c.oid and not tgisinternal)
      and not exists (
        select from pg_constraint k join pg_depend d on d.classid = 'pg_constraint'::regclass and d.objid = k.oid
        where k.conrelid = c.oid and d.refclassid = 'pg_proc'::regclass) as "isPlain",
    (select jsonb_agg(jsonb_build_object('name', a.attname, 'type', a.atttypid::regtype::text,
       'default', pg_get_expr(f.adbin, f.adrelid), 'isIdentity', a.attidentity <> '',
       'isExact', coalesce(l.collisdeterministic, true)) order by a.attnum)
     from pg_attribute a left join pg_attrdef f on f.adrelid = a.attrelid and f.adnum = a.attnum
       left join pg_collation l on l.oid = a.attcollation
     where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
    (select jsonb_agg(jsonb_build_object('isPrimary', i.indisprimary, 'isWhole', i.indpred is null,
       'columns', (select jsonb_agg(a.attname order by k.position)
          from unnest(i.indkey::int2[]) with ordinality as k (number, position)
          left join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number and k.number > 0
          where k.position <= i.indnkeyatts)) order by i.indexrelid)
     from pg_index i where i.indrelid = c.oid and (i.indisunique or i.indisexclusion)) as keys,
    (select jsonb_agg(jsonb_build_object('columns', ${columnNames('f.conkey', 'f.conrelid')},
       'parent', f.confrelid::regclass::text, 'parentColumns', ${columnNames('f.confkey', 'f.confrelid')},
       'cascades', f.confdeltype not in ('a', 'r') or f.confupdtype not in ('a', 'r')) order by f.oid)
     from pg_constraint f where f.conrelid = c.oid and f.contype = 'f') as "foreignKeys"
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
  order by c.oid`;

/** Names that stand for functions of PostgreSQL alone, none of which looks at tables or changes anything. */
const FUNCTIONS = `
  select p.proname as name from pg_proc p
  where p.proname !~ '^(pg_|txid_|lo_|has_|to_reg)|_to_xml'
  group by p.proname
  having bool_and(p.pronamespace = 'pg_catalog'::regnamespace and p.provolatile in ('i', 's') and p.prokind <> 'p')`;

const OPAQUE = `
  select current_setting('default_transaction_isolation') <> 'read committed'
    or exists (select from pg_constraint where condeferrable)
    or exists (select from pg_operator o join pg_proc p on p.oid = o.oprcode
               where p.pronamespace <> 'pg_catalog'::regnamespace and p.provolatile <> 'i')
    or exists (select from pg_cast c join pg_proc p on p.oid = c.castfunc
               where p.pronamespace <> 'pg_catalog'::regnamespace and p.provolatile <> 'i')
    or exists (select from pg_constraint k
               join pg_depend d on d.classid = 'pg_constraint'::regclass and d.objid = k.oid
               where k.contypid <> 0 and d.refclassid = 'pg_proc'::regclass)
    or exists (select from pg_event_trigger) as "isOpaque"`;

/**
 * Reads the catalogue of a database.
 *
 * @param rowsOf executes a statement that must succeed
 */
export function readCatalogue(rowsOf: (text: string) => readonly object[]): Catalogue {
  const rows = rowsOf(TABLES) as readonly TableRow[]; // what TABLES selects
  const tables = new Map<string, Table>();
  for (const row of rows) {
    const table = tableOf(row);
    tables.set(`${row.schema}.${row.own}`, table);
    if (row.isVisible) tables.set(row.own, table);
    else tables.set(row.name, table);
  }
  const functions = rowsOf(FUNCTIONS) as readonly { readonly name: string }[]; // the one column
  const [opaque] = rowsOf(OPAQUE) as readonly { readonly isOpaque: boolean }[]; // the one column
  return {
    tables,
    pureFunctions: new Set(functions.map(({ name }) => name)),
    isOpaque: opaque?.isOpaque ?? true,
  };
}

function tableOf({ name, isPlain, columns, keys, foreignKeys }: TableRow): Table {
  const known: readonly Column[] = (columns ?? []).map((column) => ({
    name: column.name,
    keyType: column.isExact ? keyTypeOf(column.type) : undefined,
    default: column.default ?? undefined,
    isIdentity: column.isIdentity,
  }));
  const partColumns = partColumnsOf(known, keys ?? [], foreignKeys ?? []);
  const otherKeys = (keys ?? [])
    .map(({ columns, isWhole }) => {
      const named = columns.filter((column) => column !== null);
      return { named, isKnown: isWhole && named.length === columns.length };
    })
    .filter(({ named }) => partColumns.length === 0 || !partColumns.every((column) => named.includes(column)))
    .map(({ named, isKnown }) => (isKnown ? named : undefined));
  return { name, isPlain, columns: known, partColumns, otherKeys, foreignKeys: foreignKeys ?? [] };
}

/**
 * A row that belongs to another one is in the same part as all that belong to that one, because that is how such rows
 * are looked for; any other row is a part of its own.
 */
function partColumnsOf(
  columns: readonly Column[],
  keys: readonly KeyRow[],
  foreignKeys: readonly ForeignKeyRow[],
): readonly string[] {
  const primary = keys.find(({ isPrimary }) => isPrimary)?.columns.filter((column) => column !== null) ?? [];
  const owner = foreignKeys.find(
    (key) => key.columns.length < primary.length && key.columns.every((column) => primary.includes(column)),
  );
  const parts = owner ? owner.columns : primary;
  const isTold = parts.every((part) => columns.find(({ name }) => name === part)?.keyType !== undefined);
  return isTold ? parts : [];
}

function keyTypeOf(type: string): KeyType | undefined {
  if (type === 'text' || type.startsWith('character varying')) return 'text';
  if (type === 'uuid') return 'uuid';
  return type === 'integer' || type === 'bigint' || type === 'smallint' ? 'integer' : undefined;
}
