import type { Table } from './catalogue.ts';
import { isSign, isWord, type Node, UnreadableError } from './tokens.ts';

/** Something that rows come from. */
export type Item = {
  /** The name that its columns go by. */
  readonly alias: string | undefined;
  /** The table that it is; undefined for whatever else makes rows. */
  readonly table: Table | undefined;
  /** Whether it is a subquery of its own. */
  readonly isSubquery: boolean;
  /** The function that makes its rows, with what stands in its brackets, and the names of its columns. */
  readonly call?: {
    readonly name: string;
    readonly values: readonly Node[];
    readonly columns: readonly string[];
  };
};

/** What has to be done with what stands in a FROM list besides tables. */
export type FromListReader = {
  /** @returns undefined for a name that a WITH clause has made */
  table(name: string): Table | undefined;
  query(nodes: readonly Node[]): void;
  expression(nodes: readonly Node[]): void;
  call(name: string): void;
};

const BEFORE_JOIN = ['left', 'right', 'full', 'inner', 'cross', 'natural'];
const NO_ALIAS = [...BEFORE_JOIN, 'join', 'outer', 'on', 'using', 'tablesample', 'as', 'with', 'lateral'];

/** Reads what stands behind FROM, or USING. @throws {UnreadableError} */
export function readFromList(nodes: readonly Node[], reader: FromListReader): readonly Item[] {
  const items: Item[] = [];
  let at = 0;
  const take = (...words: readonly string[]): boolean => {
    const isNext = isWord(nodes[at], ...words);
    if (isNext) at += 1;
    return isNext;
  };
  const name = (): string | undefined => {
    const node = nodes[at];
    if (node?.kind !== 'word' || isWord(node, ...NO_ALIAS)) return undefined;
    at += 1;
    return node.text;
  };
  /** The alias, and names of columns. */
  const alias = (): { readonly alias: string | undefined; readonly columns: readonly string[] } => {
    const mustBe = take('as');
    const alias = name();
    if (mustBe && alias === undefined) throw new UnreadableError('an alias');
    const list = nodes[at];
    if (alias === undefined || list?.kind !== 'group') return { alias, columns: [] };
    at += 1;
    return { alias, columns: list.nodes.flatMap((node) => (node.kind === 'word' ? [node.text] : [])) };
  };
  const item = (): void => {
    take('lateral');
    take('only');
    const node = nodes[at];
    if (node?.kind === 'group') {
      at += 1;
      if (isWord(node.nodes[0], 'select', 'with', 'values')) {
        reader.query(node.nodes);
        items.push({ alias: alias().alias, table: undefined, isSubquery: true });
        return;
      }
      items.push(...readFromList(node.nodes, reader));
      if (alias().alias !== undefined) throw new UnreadableError('an alias of a join');
      return;
    }
    let full = name();
    if (full === undefined) throw new UnreadableError('FROM');
    let own = full;
    while (isSign(nodes[at], '.')) {
      at += 1;
      own = name() ?? '';
      full = `${full}.${own}`;
    }
    const brackets = nodes[at];
    if (brackets?.kind === 'group') {
      at += 1;
      reader.call(full);
      reader.expression(brackets.nodes);
      if (take('with') && !take('ordinality')) throw new UnreadableError('WITH');
      const { alias: called = own, columns } = alias();
      const call = { name: full, values: brackets.nodes, columns: columns.length > 0 ? columns : [called] };
      items.push({ alias: called, table: undefined, isSubquery: false, call });
      return;
    }
    const table = reader.table(full);
    const { alias: called = own, columns } = alias();
    if (table && columns.length > 0) throw new UnreadableError('names for the columns of a table');
    items.push({ alias: called, table, isSubquery: false });
  };
  /** Everything up to the next comma or join. */
  const condition = (): void => {
    const start = at;
    while (at < nodes.length && !isSign(nodes[at], ',') && !isJoin(nodes, at)) at += 1;
    reader.expression(nodes.slice(start, at));
  };

  item();
  while (at < nodes.length) {
    if (isSign(nodes[at], ',')) {
      at += 1;
      item();
      continue;
    }
    if (take('on')) {
      condition();
      continue;
    }
    if (take('using')) {
      if (nodes[at]?.kind !== 'group') throw new UnreadableError('USING');
      at += 1;
      continue;
    }
    while (take(...BEFORE_JOIN, 'outer'));
    if (!take('join')) throw new UnreadableError('FROM');
    item();
  }
  return items;
}

function isJoin(nodes: readonly Node[], at: number): boolean {
  if (isWord(nodes[at], 'join')) return true;
  return isWord(nodes[at], ...BEFORE_JOIN) && isWord(nodes[at + 1], ...BEFORE_JOIN, 'join', 'outer');
}
