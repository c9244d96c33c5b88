import { type Decision, races } from '../kernel/index.ts';
import { StepKinds } from './step-kinds.ts';

/** So many orders are kept; later ones are not counted. */
const MOST_ORDERS = 65_536;

/**
 * Which kinds of steps of different actors met: both could be taken, on the same row or table, and it mattered which
 * came first. As either could have, both orders of a pair are possible once it has met.
 */
export class RacingPairs {
  readonly #kinds = new StepKinds();
  /** Runs in which one kind was taken before another one that it raced with, by both. */
  readonly #orders = new Map<number, number>();
  #once = 0;
  #possible = 0;

  /** The orders that a decision shows: what was chosen came before all that it races with. */
  *ordersIn({ options, plain }: Decision, chosen: number): Iterable<number> {
    const first = options[chosen];
    if (!first || first.isTime || chosen >= plain) return;
    const { actorName, footprint } = first;
    if (footprint?.length === 0) return;
    let kind: number | undefined;
    for (let index = 0; index < plain; index += 1) {
      const other = options[index];
      if (!other || other.isTime || other.actorName === actorName) continue;
      if (!races(footprint, other.footprint)) continue;
      kind ??= this.#kinds.numberOf(first);
      yield kind * StepKinds.most + this.#kinds.numberOf(other);
    }
  }

  /** Takes all orders that a run has shown. */
  add(orders: ReadonlySet<number>): void {
    for (const order of orders) {
      const runs = this.#orders.get(order) ?? 0;
      if (runs === 0) {
        if (this.#orders.size >= MOST_ORDERS) continue;
        if (!this.#orders.has(reverse(order))) this.#possible += order === reverse(order) ? 1 : 2;
        this.#once += 1;
      } else if (runs === 1) this.#once -= 1;
      this.#orders.set(order, runs + 1);
    }
  }

  /** Orders that were seen. */
  get seen(): number {
    return this.#orders.size;
  }

  /** How many of them in one run only. */
  get once(): number {
    return this.#once;
  }

  /** Both orders of every pair that has met. */
  get possible(): number {
    return this.#possible;
  }

  /** Whether all that were seen were kept. */
  get isExact(): boolean {
    return this.#orders.size < MOST_ORDERS;
  }
}

function reverse(order: number): number {
  return (order % StepKinds.most) * StepKinds.most + Math.floor(order / StepKinds.most);
}
