import { Sightings, type SightingsPart } from './sightings.ts';
import { ordersOfPair, pairOf } from './step-orders.ts';

/** So many orders are kept; then a sample of them. */
const MOST_ORDERS = 65_536;

/**
 * The orders in which kinds of steps that raced were taken, see {@link StepOrders}. As either could have come first, both
 * orders of a pair are possible once it has met. Both orders of a pair are in a sample, or neither is.
 */
export class RacingPairs {
  readonly #orders = new Sightings(MOST_ORDERS);

  /** Takes all orders that a run has shown. @param interval of the run's place */
  add(orders: readonly string[], interval: number): void {
    for (const order of orders) this.#orders.add(order, interval);
  }

  merge(part: SightingsPart): void {
    this.#orders.merge(part);
  }

  part(): SightingsPart {
    return this.#orders.part();
  }

  /** Orders that were seen. */
  get seen(): number {
    return this.#orders.distinct;
  }

  /** How many of them in one run only. */
  get once(): number {
    return this.#orders.once;
  }

  /** Both orders of every pair that has met. */
  get possible(): number {
    const pairs = new Map<string, number>();
    for (const order of this.#orders.kept()) pairs.set(pairOf(order), ordersOfPair(order));
    let possible = 0;
    for (const orders of pairs.values()) possible += orders;
    return possible * this.#orders.scale;
  }

  /** Whether all that were seen were kept. */
  get isExact(): boolean {
    return this.#orders.isExact;
  }

  /** How many orders were seen first in each interval of places. */
  byInterval(): readonly number[] {
    return this.#orders.byInterval();
  }
}
