import { type Decision, races } from '../kernel/index.ts';
import { fingerprintOf, textOf } from './fingerprint.ts';
import { StepKinds } from './step-kinds.ts';

/**
 * Which kinds of steps of different actors met: both could be taken, on the same row or table, and it mattered which
 * came first. While a run lasts an order is a number, which is quick; numbers are given as kinds come, so whoever wants to
 * compare what several have seen asks for names.
 */
export class StepOrders {
  readonly #kinds = new StepKinds();
  readonly #names = new Map<number, string>();

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

  /**
   * What orders are called by everybody: the fingerprint of both kinds, in 16 hexadecimal digits, and which of them came
   * first.
   */
  namesOf(orders: Iterable<number>): readonly string[] {
    return Array.from(orders, (order) => this.#names.get(order) ?? this.#name(order));
  }

  #name(order: number): string {
    const first = this.#kinds.nameOf(Math.floor(order / StepKinds.most));
    const second = this.#kinds.nameOf(order % StepKinds.most);
    const [one, other] = first < second ? [first, second] : [second, first];
    const direction = first === second ? BOTH : first < second ? FORWARDS : BACKWARDS;
    const name = textOf(fingerprintOf(`${one}\0${other}`)) + direction;
    this.#names.set(order, name);
    return name;
  }
}

/** Two steps of one kind: there is one order alone. */
const BOTH = '=';
const FORWARDS = '<';
const BACKWARDS = '>';

/** The pair that an order is one of two of. */
export function pairOf(order: string): string {
  return order.slice(0, -1);
}

/** How many orders a pair has, by one of them. */
export function ordersOfPair(order: string): number {
  return order.endsWith(BOTH) ? 1 : 2;
}
