import { type PlanNode, showsRowOrder } from './row-order.ts';
import type { SqlAnswer, Statement } from './target.ts';

const HAS_PLAN = /^\s*(?:select|insert|update|delete|with|merge|table|values)\b/i;
/** Statements that neither read nor write rows. */
const IS_CONTROL =
  /^\s*(?:begin|start|commit|end|rollback|abort|savepoint|release|set|reset|show|listen|notify|unlisten|deallocate|discard|close)\b[^;]*;?\s*$/i;
/** Conflicts of serializable transactions are noticed by the page, and how an index is paged never goes back. */
const IS_SERIALIZABLE = /\bserializable\b/i;

/** What the tables need before a run, so that it sees nothing of those before it. */
export type Renewal = 'nothing' | 'vacuum' | 'truncate';

/**
 * Whether answers may depend on where rows happen to lie, and so on what runs before left behind. Plans are looked at
 * when a run is over, each once, since nobody else holds a table then. What has no plan that can be looked at counts as
 * such a statement.
 */
export class RowOrderWatch {
  readonly #uniqueIndexes: ReadonlySet<string>;
  readonly #execute: (text: string) => SqlAnswer;
  readonly #judged = new Set<string>();
  readonly #unjudged = new Set<string>();
  /** Whether some statement's answer may depend on where rows lie: from then on, tables are made as new each time. */
  #seesRowOrder = false;
  #seesPages = false;
  /** Whether nothing is left of where rows of earlier runs have lain. */
  #isPristine = false;
  #hadDirtyView = false;

  /**
   * @param uniqueIndexes names of indexes that give each row a place of its own
   * @param execute executes a statement that is not part of a run, and may have parameters without values
   */
  constructor(uniqueIndexes: ReadonlySet<string>, execute: (text: string) => SqlAnswer) {
    this.#uniqueIndexes = uniqueIndexes;
    this.#execute = execute;
  }

  /** A run begins. @returns what is to be done to the tables before it */
  reset(): Renewal {
    this.#judge();
    this.#hadDirtyView = false;
    this.#isPristine = false;
    if (this.#seesPages) return 'truncate';
    return this.#seesRowOrder ? 'vacuum' : 'nothing';
  }

  /** The tables are as new, and the run has not begun to use them. */
  tablesAreNew(): void {
    this.#isPristine = true;
  }

  /** A run's statement was executed. */
  saw({ text, isScript = false }: Statement): void {
    if (IS_SERIALIZABLE.test(text) && !this.#seesPages) {
      this.#seesPages = true;
      this.#seesRowOrder = true;
      this.#hadDirtyView = true;
    }
    if (this.#seesRowOrder || this.#judged.has(text) || IS_CONTROL.test(text)) return;
    this.#unjudged.add(isScript ? `; ${text}` : text);
  }

  /** Whether {@link hadDirtyView} can tell without looking at plans. */
  isDecided(): boolean {
    return this.#unjudged.size === 0 || this.#seesRowOrder;
  }

  /** Whether the run may have seen where rows of earlier runs have lain. Nobody may hold a table. */
  hadDirtyView(): boolean {
    this.#judge();
    return this.#hadDirtyView;
  }

  #judge(): void {
    for (const text of this.#unjudged) {
      if (this.#seesRowOrder) break;
      this.#judged.add(text);
      if (!this.#showsRowOrder(text)) continue;
      this.#seesRowOrder = true;
      this.#hadDirtyView = !this.#isPristine;
    }
    this.#unjudged.clear();
  }

  #showsRowOrder(text: string): boolean {
    if (!HAS_PLAN.test(text)) return true;
    const answer = this.#execute(`explain (generic_plan, format json) ${text}`);
    if ('code' in answer) return true;
    const [row] = answer.rows as readonly { 'QUERY PLAN': readonly { Plan: PlanNode }[] }[]; // as EXPLAIN answers
    const plan = row?.['QUERY PLAN'][0]?.Plan;
    return plan === undefined || showsRowOrder(plan, this.#uniqueIndexes);
  }
}
