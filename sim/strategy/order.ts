import type { Chooser, Decision, Option } from '../kernel/index.ts';
import { nameOf } from './deviation.ts';

/** Where a step is to go wrong it could also go right: that comes next, if it comes to that. */
const RIGHT_AFTER_WRONG = 0.25;
/** What the order does not know comes before whatever it knows next. */
const STRANGER_AFTER_CAUSE = 0.5;

/**
 * Takes steps in an order that is given by their names, as far as they are there: of all that is on offer, what comes
 * first in it. So a whole schedule can be asked for without knowing whether it is possible: a step that is not on offer in
 * time is taken as soon as it is, one that never comes is passed over, and one that the order does not know comes right
 * after what made it possible. Time passes where the order says so, or else when nobody can step; of faults, none happen
 * but those that it names.
 */
export class OrderChooser implements Chooser {
  /** Where in the order a step is: in several places, where several are called the same, as time is. */
  readonly #places = new Map<string, number[]>();
  /** Where those are that have been on offer, by their requests. */
  readonly #waiting = new Map<number, number>();
  /** Where the last step was. */
  #reached = 0;

  /** @param order steps, by their names */
  constructor(order: readonly string[]) {
    for (const [place, name] of order.entries()) {
      this.#file(name, place);
      const right = withoutFault(name);
      if (right !== undefined) this.#file(right, place + RIGHT_AFTER_WRONG);
    }
  }

  choose({ options }: Decision): number {
    let [first, earliest] = [0, Number.POSITIVE_INFINITY];
    for (const [index, option] of options.entries()) {
      const place = this.#placeOf(option);
      if (place >= earliest) continue;
      [first, earliest] = [index, place];
    }
    return first;
  }

  willStep(option: Option): void {
    const place = this.#placeOf(option);
    if (place < Number.POSITIVE_INFINITY) this.#reached = place;
    if (option.thread < 0) this.#places.get(nameOf(option))?.shift();
  }

  #placeOf(option: Option): number {
    if (option.thread < 0 || option.fault !== undefined)
      return this.#known(option) ?? Number.POSITIVE_INFINITY;
    const place =
      this.#waiting.get(option.request) ?? this.#known(option) ?? this.#reached + STRANGER_AFTER_CAUSE;
    this.#waiting.set(option.request, place);
    return place;
  }

  #known(option: Option): number | undefined {
    return this.#places.get(nameOf(option))?.[0];
  }

  #file(name: string, place: number): void {
    const places = this.#places.get(name);
    if (places) places.push(place);
    else this.#places.set(name, [place]);
  }
}

/** What a step that goes wrong is called when it does not. */
function withoutFault(name: string): string | undefined {
  const [actor, label, occurrence, fault] = JSON.parse(name) as readonly [string, string, number, string?]; // as nameOf makes them
  return fault === undefined ? undefined : JSON.stringify([actor, label, occurrence]);
}
