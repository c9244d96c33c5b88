import type { Chooser, Decision, Option } from '../kernel/index.ts';
import { PartialOrder } from './partial-order.ts';
import type { RacingPairs } from './racing-pairs.ts';

/** A chooser that makes the choices of another one, and remembers what there was to see in the run. */
export class RunWatch implements Chooser {
  readonly name?: string;
  /** The orders in which steps that race were taken. */
  readonly orders = new Set<number>();
  readonly #chooser: Chooser;
  readonly #pairs: RacingPairs;
  readonly #order = new PartialOrder();

  constructor(chooser: Chooser, pairs: RacingPairs) {
    if (chooser.name !== undefined) this.name = chooser.name;
    this.#chooser = chooser;
    this.#pairs = pairs;
  }

  choose(decision: Decision): number {
    const index = this.#chooser.choose(decision);
    for (const order of this.#pairs.ordersIn(decision, index)) this.orders.add(order);
    return index;
  }

  willStep(option: Option): void {
    this.#chooser.willStep?.(option);
    this.#order.add(option);
  }

  /** The same for two runs that differ only in the order of steps that commute. */
  fingerprint(): string {
    return this.#order.fingerprint();
  }
}
