import type { Catalogue, Column, Table } from './catalogue.ts';
import { clausesOf, lockedNames, setColumns } from './clauses.ts';
import { sourceOf } from './conditions.ts';
import { type Item, readFromList } from './from-list.ts';
import { ExpressionReader } from './functions.ts';
import { fieldOf, keyOf } from './item-keys.ts';
import { deleted, inserted, partOf, plainTable, touch, updated } from './row-changes.ts';
import {
  indexOfWord,
  isSign,
  isWord,
  type Node,
  readNodes,
  splitAtCommas,
  UnreadableError,
} from './tokens.ts';
import type { KeyPart, Reading, Source, Touch } from './touch.ts';

const CONTROL: readonly (readonly [pattern: RegExp, kind: Exclude<Reading['kind'], 'rows' | 'unknown'>])[] = [
  [/^\s*(?:begin|start\s+transaction)(?:\s+(?:work|transaction))?\s*;?\s*$/i, 'begin'],
  [/^\s*(?:begin|start)\b[a-z\s]*\bisolation\s+level\s+read\s+committed\s*;?\s*$/i, 'begin'],
  [/^\s*(?:commit|end)(?:\s+(?:work|transaction))?\s*;?\s*$/i, 'commit'],
  [/^\s*(?:rollback|abort)(?:\s+(?:work|transaction))?\s*;?\s*$/i, 'rollback'],
  [/^\s*savepoint\s+\w+\s*;?\s*$/i, 'savepoint'],
  [/^\s*release\s+(?:savepoint\s+)?\w+\s*;?\s*$/i, 'release'],
  [/^\s*rollback\s+(?:(?:work|transaction)\s+)?to\s+(?:savepoint\s+)?\w+\s*;?\s*$/i, 'rollback to'],
];
/** What leaves tables, functions, settings and prepared statements as they are, though it cannot be read. */
const LEAVES_CATALOGUE =
  /^[\s(]*(?:select|insert|update|delete|merge|with|values|table|lock|truncate|show|explain|fetch|move|close|declare)\b/i;

/** Reads what a statement may touch. */
export function readStatement(text: string, catalogue: Catalogue): Reading {
  const control = CONTROL.find(([pattern]) => pattern.test(text));
  if (control) return { kind: control[1] };
  try {
    const reader = new StatementReader(catalogue);
    reader.query(readNodes(text));
    return { kind: 'rows', touches: reader.touches };
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    return { kind: 'unknown', changesCatalogue: !LEAVES_CATALOGUE.test(text) };
  }
}

/** What an expression draws from or calls, such as a column's default. @throws {UnreadableError} */
export function readExpression(text: string, catalogue: Catalogue): readonly Touch[] {
  const reader = new StatementReader(catalogue);
  reader.expression(readNodes(text));
  return reader.touches;
}

class StatementReader {
  readonly touches: Touch[] = [];
  readonly #catalogue: Catalogue;
  readonly #expressions: ExpressionReader;
  /** Names that WITH clauses have made, as far as they are known where the reader is. */
  #named: ReadonlySet<string> = new Set();

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
    this.#expressions = new ExpressionReader(
      catalogue,
      (nodes) => this.query(nodes),
      (touched) => this.touches.push(touched),
    );
  }

  expression(nodes: readonly Node[]): void {
    this.#expressions.read(nodes);
  }

  /** A statement, or a query in brackets. @returns what its rows consist of, if that can be told */
  query(nodes: readonly Node[]): readonly (readonly Source[] | undefined)[] {
    const outer = this.#named;
    const start = isWord(nodes[0], 'with') ? this.#with(nodes) : 0;
    const rest = nodes.slice(start);
    const [first] = rest;
    let columns: readonly (readonly Source[] | undefined)[] = [];
    if (isWord(first, 'insert')) this.#insert(rest);
    else if (isWord(first, 'update')) this.#update(rest);
    else if (isWord(first, 'delete')) this.#delete(rest);
    else columns = this.#selects(rest);
    this.#named = outer;
    return columns;
  }

  /** @returns where the statement itself begins */
  #with(nodes: readonly Node[]): number {
    let at = 1;
    const isRecursive = isWord(nodes[at], 'recursive');
    if (isRecursive) {
      at += 1;
      const names = nodes.filter((node, index) => node.kind === 'word' && isNamed(nodes, index));
      this.#named = new Set([
        ...this.#named,
        ...names.map((node) => (node.kind === 'word' ? node.text : '')),
      ]);
    }
    for (;;) {
      const name = nodes[at];
      if (name?.kind !== 'word') throw new UnreadableError('WITH');
      at += 1;
      if (nodes[at]?.kind === 'group') at += 1;
      if (!isWord(nodes[at], 'as')) throw new UnreadableError('WITH');
      at += 1;
      while (isText(nodes[at], 'not', 'materialized')) at += 1;
      const body = nodes[at];
      if (body?.kind !== 'group') throw new UnreadableError('WITH');
      this.query(body.nodes);
      this.#named = new Set([...this.#named, name.text]);
      at += 1;
      if (!isSign(nodes[at], ',')) return at;
      at += 1;
    }
  }

  #selects(nodes: readonly Node[]): readonly (readonly Source[] | undefined)[] {
    const parts: Node[][] = [[]];
    for (const [index, node] of nodes.entries()) {
      if (isWord(node, 'union', 'intersect', 'except')) parts.push([]);
      else if (!(isWord(node, 'all', 'distinct') && isWord(nodes[index - 1], 'union', 'intersect', 'except')))
        parts.at(-1)?.push(node);
    }
    const [only, ...more] = parts.map((part) => this.#selectOrValues(part));
    return more.length === 0 ? (only ?? []) : [];
  }

  #selectOrValues(nodes: readonly Node[]): readonly (readonly Source[] | undefined)[] {
    const [first] = nodes;
    if (first?.kind === 'group') {
      const rest = nodes.slice(1);
      if (rest.some((node) => isWord(node, 'for'))) throw new UnreadableError('FOR UPDATE of a subquery');
      this.expression(rest);
      return this.query(first.nodes);
    }
    if (isWord(first, 'values')) return this.#values(nodes.slice(1));
    if (!isWord(first, 'select')) throw new UnreadableError('no query');
    return this.#select(nodes);
  }

  #values(nodes: readonly Node[]): readonly (readonly Source[] | undefined)[] {
    this.expression(nodes);
    const rows = splitAtCommas(nodes).map(([row, ...more]) => {
      if (row?.kind !== 'group') throw new UnreadableError('VALUES');
      return more.length > 0 ? [] : splitAtCommas(row.nodes).map(sourceOf);
    });
    return (rows[0] ?? []).map((_, index) => {
      const sources = rows.map((row) => row[index]);
      const known = sources.filter((source) => source !== undefined);
      return known.length === sources.length ? known : undefined;
    });
  }

  #select(nodes: readonly Node[]): readonly (readonly Source[] | undefined)[] {
    const clauses = clausesOf(nodes);
    if (clauses.has('into')) throw new UnreadableError('INTO');
    const from = clauses.get('from');
    const items = from ? this.#from(from) : [];
    const where = clauses.get('where') ?? [];
    const lock = clauses.get('for');
    for (const [name, clause] of clauses) if (name !== 'from' && name !== 'for') this.expression(clause);
    if (lock && items.some(({ isSubquery }) => isSubquery))
      throw new UnreadableError('FOR UPDATE of a subquery');
    const locked = lock ? lockedNames(lock) : undefined;
    for (const item of items) {
      if (!item.table) continue;
      const isLocked = lock !== undefined && (!locked || locked.has(item.alias ?? ''));
      this.touches.push(touch(item.table, isLocked ? 'lock' : 'read', keyOf(item, items, where)));
    }
    const list = clauses.get('select') ?? [];
    const elements = splitAtCommas(isWord(list[0], 'all') ? list.slice(1) : list);
    return elements.map((element) => {
      const source = sourceOf(element) ?? fieldOf(element, items);
      return source && [source];
    });
  }

  #from(nodes: readonly Node[]): readonly Item[] {
    return readFromList(nodes, {
      table: (name) => (this.#named.has(name) ? undefined : plainTable(this.#catalogue, name)),
      query: (query) => void this.query(query),
      expression: (expression) => this.expression(expression),
      call: (name) => this.#expressions.call(name, []),
    });
  }

  #insert(nodes: readonly Node[]): void {
    if (!isWord(nodes[1], 'into')) throw new UnreadableError('INSERT');
    const { table, at: afterTarget } = this.#target(nodes, 2);
    let at = afterTarget;
    let columns = table.columns.map(({ name }) => name);
    const list = nodes[at];
    if (list?.kind === 'group' && !isWord(list.nodes[0], 'select', 'with', 'values')) {
      at += 1;
      columns = splitAtCommas(list.nodes).map(([column, ...more]) => {
        if (column?.kind !== 'word' || more.length > 0) throw new UnreadableError('a column');
        return column.text;
      });
    }
    const end = nodes.findIndex(
      (node, index) =>
        index >= at &&
        (isWord(node, 'returning') || (isWord(node, 'on') && isWord(nodes[index + 1], 'conflict'))),
    );
    const body = nodes.slice(at, end < 0 ? nodes.length : end);
    const sources = isWord(body[0], 'default') ? [] : this.query(body);
    if (isWord(body[0], 'default')) columns = [];
    const values = new Map(columns.map((column, index) => [column, sources[index]]));
    for (const column of table.columns) {
      if (values.get(column.name)) continue;
      if (column.isIdentity || column.default !== undefined)
        this.#default(column); // VALUES may say DEFAULT
      else if (!values.has(column.name)) values.set(column.name, []); // null
    }
    this.touches.push(...inserted(this.#catalogue, table, values));
    if (end < 0) return;
    const rest = nodes.slice(end);
    const set = indexOfWord(rest, 'set');
    if (set < rest.length) {
      const changed = setColumns(rest.slice(set + 1, indexOfWord(rest, 'returning')));
      const key = partOf(table, table.partColumns, values);
      if (rest.some((node) => isWord(node, 'default')))
        table.columns.forEach((column) => this.#default(column));
      this.touches.push(...updated(this.#catalogue, table, key, changed));
    }
    this.expression(rest);
  }

  /** A column is given the value that it has where none is given. */
  #default(column: Column): void {
    if (column.isIdentity) this.#expressions.call('nextval', []);
    else if (column.default !== undefined)
      this.touches.push(...readExpression(column.default, this.#catalogue));
  }

  #update(nodes: readonly Node[]): void {
    const { table, alias, at } = this.#target(nodes, isWord(nodes[1], 'only') ? 2 : 1);
    if (!isWord(nodes[at], 'set')) throw new UnreadableError('UPDATE');
    const clauses = clausesOf(nodes.slice(at));
    const set = clauses.get('set') ?? [];
    if (set.some((node) => isWord(node, 'default'))) table.columns.forEach((column) => this.#default(column));
    const key = this.#changedKey(table, alias, clauses, 'from');
    for (const touched of updated(this.#catalogue, table, key, setColumns(set))) this.touches.push(touched);
  }

  #delete(nodes: readonly Node[]): void {
    if (!isWord(nodes[1], 'from')) throw new UnreadableError('DELETE');
    const { table, alias, at } = this.#target(nodes, isWord(nodes[2], 'only') ? 3 : 2);
    const clauses = clausesOf(nodes.slice(at));
    const key = this.#changedKey(table, alias, clauses, 'using');
    for (const touched of deleted(this.#catalogue, table, key)) this.touches.push(touched);
  }

  /** Reads the clauses of an UPDATE or a DELETE. @returns the part of the table that it changes */
  #changedKey(
    table: Table,
    alias: string,
    clauses: ReadonlyMap<string, readonly Node[]>,
    from: string,
  ): readonly KeyPart[] | undefined {
    const target: Item = { alias, table, isSubquery: false };
    const list = clauses.get(from);
    const items = [target, ...(list ? this.#from(list) : [])];
    const where = clauses.get('where') ?? [];
    if (isWord(where[0], 'current')) throw new UnreadableError('a cursor');
    for (const [name, clause] of clauses) if (name !== from) this.expression(clause);
    for (const item of items) {
      if (item.table && item !== target)
        this.touches.push(touch(item.table, 'read', keyOf(item, items, where)));
    }
    return keyOf(target, items, where);
  }

  /** The table that is changed. */
  #target(
    nodes: readonly Node[],
    start: number,
  ): { readonly table: Table; readonly alias: string; readonly at: number } {
    let at = start;
    const names: string[] = [];
    do {
      const node = nodes[at];
      if (node?.kind !== 'word') throw new UnreadableError('a table');
      names.push(node.text);
      at += 2;
    } while (isSign(nodes[at - 1], '.'));
    at -= 1;
    const table = plainTable(this.#catalogue, names.join('.'));
    if (isWord(nodes[at], 'as')) at += 1;
    const alias = nodes[at];
    if (
      alias?.kind !== 'word' ||
      isWord(alias, 'set', 'using', 'where', 'returning', 'values', 'select', 'default', 'with', 'overriding')
    )
      return { table, alias: names.at(-1) ?? '', at };
    return { table, alias: alias.text, at: at + 1 };
  }
}

/** Whether a name in a WITH clause is that of a query: AS and a bracket follow it, with its columns between. */
function isNamed(nodes: readonly Node[], index: number): boolean {
  const after = nodes[index + 1]?.kind === 'group' ? index + 2 : index + 1;
  if (!isWord(nodes[after], 'as')) return false;
  return nodes[after + 1]?.kind === 'group' || isText(nodes[after + 1], 'not', 'materialized');
}

function isText(node: Node | undefined, ...texts: readonly string[]): boolean {
  return node?.kind === 'word' && texts.includes(node.text);
}
