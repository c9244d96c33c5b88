import type { Chooser, Decision, Option } from '../kernel/index.ts';
import { fingerprintOf, textOf } from './fingerprint.ts';
import { PartialOrder } from './partial-order.ts';
import type { StepOrders } from './step-orders.ts';

/** What a run has shown, as data. */
export type RunSight = {
  /** The same for two runs of a plan that differ only in the order of steps that commute. */
  readonly trace: string;
  /** The orders in which steps that race were taken, see {@link StepOrders}. */
  readonly orders: readonly string[];
};

/** A chooser that makes the choices of another one, and remembers what there was to see in the run. */
export class RunWatch implements Chooser {
  readonly name?: string;
  readonly #seen = new Set<number>();
  readonly #chooser: Chooser;
  readonly #orders: StepOrders;
  readonly #order = new PartialOrder();

  constructor(chooser: Chooser, orders: StepOrders) {
    if (chooser.name !== undefined) this.name = chooser.name;
    this.#chooser = chooser;
    this.#orders = orders;
  }

  choose(decision: Decision): number {
    const index = this.#chooser.choose(decision);
    for (const order of this.#orders.ordersIn(decision, index)) this.#seen.add(order);
    return index;
  }

  willStep(option: Option): void {
    this.#chooser.willStep?.(option);
    this.#order.add(option);
  }

  /**
   * What the run has shown.
   *
   * @param plan what it was a run of, in a word: runs of two plans have nothing in common
   */
  seen(plan: string): RunSight {
    return {
      trace: textOf(fingerprintOf(`${plan} ${this.#order.fingerprint()}`)),
      orders: this.#orders.namesOf(this.#seen),
    };
  }
}
