import type { Catalogue } from './catalogue.ts';
import { sourceOf } from './conditions.ts';
import { isSign, isWord, type Node, splitAtCommas, UnreadableError } from './tokens.ts';
import type { Touch } from './touch.ts';

/** What sequences and random numbers are drawn from: whoever comes first gets the next one. */
export const CHANCE = 'chance';
export const ADVISORY_LOCKS = 'advisory locks';

/** Words that may stand before a bracket and are no functions, and those that are and touch nothing. */
const SYNTAX: ReadonlySet<string> = new Set(
  `all and any array as asc between by case cast check coalesce collate conflict cross cube current_date current_time
  current_timestamp desc distinct else end except exists extract filter for from full greatest group grouping having
  ilike in inner intersect interval is join key lateral left like limit localtime localtimestamp materialized natural not
  nullif offset on only or order over overlay partition position range recursive returning right rollup row rows select
  set sets similar some substring then time timestamp trim treat union using values when where window with within zone
  least normalize double precision varying character bit`.split(/\s+/),
);

const DRAWS = /^(?:random|random_normal|gen_random_uuid|uuidv4|uuidv7|setseed|nextval|setval)$/;
/** Locks that end with their transaction. */
const LOCKS = /^pg_(?:try_)?advisory_xact_lock(?:_shared)?$/;
/** Where a row lies, and who has made it. */
const HIDDEN_COLUMNS = ['ctid', 'xmin', 'xmax', 'cmin', 'cmax'];

/**
 * Goes through an expression: whatever its functions touch is noted, and so are its subqueries.
 *
 * @throws {UnreadableError}
 */
export class ExpressionReader {
  readonly #catalogue: Catalogue;
  readonly #query: (nodes: readonly Node[]) => void;
  readonly #note: (touch: Touch) => void;

  constructor(catalogue: Catalogue, query: (nodes: readonly Node[]) => void, note: (touch: Touch) => void) {
    this.#catalogue = catalogue;
    this.#query = query;
    this.#note = note;
  }

  read(nodes: readonly Node[]): void {
    for (const [index, node] of nodes.entries()) {
      if (node.kind === 'group') {
        if (isWord(node.nodes[0], 'select', 'with', 'values')) this.#query(node.nodes);
        else this.read(node.nodes);
        continue;
      }
      if (node.kind !== 'word') continue;
      if (HIDDEN_COLUMNS.includes(node.text)) throw new UnreadableError(node.text);
      const brackets = nodes[index + 1];
      if (brackets?.kind !== 'group' || brackets.bracket !== '(') continue;
      const before = nodes[index - 1];
      if (isSign(before, '::') || isWord(before, 'as')) continue; // a type
      if (!node.isName && SYNTAX.has(node.text)) continue;
      if (isSign(before, '.') && !isWord(nodes[index - 2], 'pg_catalog'))
        throw new UnreadableError(node.text);
      this.call(node.text, brackets.nodes);
    }
  }

  /** A function is called. */
  call(name: string, values: readonly Node[]): void {
    if (DRAWS.test(name)) this.#note({ space: CHANCE, mode: 'write' });
    else if (LOCKS.test(name)) this.#note(advisoryLock(values));
    else if (!this.#catalogue.pureFunctions.has(name)) throw new UnreadableError(name);
  }
}

function advisoryLock(values: readonly Node[]): Touch {
  const source = sourceOf(values);
  const isOne = splitAtCommas(values).length === 1;
  if (!isOne || !source) return { space: ADVISORY_LOCKS, mode: 'lock' };
  return { space: ADVISORY_LOCKS, mode: 'lock', key: [{ type: 'integer', sources: [source] }] };
}
