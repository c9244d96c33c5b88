import type { Place } from '../places.ts';

/** Hands out the seeds of a campaign, those first that came back from a worker that was lost. */
export class Feed {
  readonly #places: Iterator<Place>;
  #returned: Place[] = [];
  #next: IteratorResult<Place> | undefined;
  #isOver = false;

  constructor(places: Iterable<Place>) {
    this.#places = places[Symbol.iterator]();
  }

  /** Up to so many seeds; none if there are none left. */
  take(most: number): readonly Place[] {
    const taken = this.#returned.splice(0, most);
    while (taken.length < most && !this.isDry) {
      const { value } = this.#peek();
      taken.push(value);
      this.#next = undefined;
    }
    return taken;
  }

  /** Seeds that were handed out come back. */
  giveBack(places: readonly Place[]): void {
    this.#returned = [...this.#returned, ...places].toSorted((one, other) => one.at - other.at);
  }

  /** Nothing new is handed out any more. */
  close(): void {
    this.#isOver = true;
    this.#returned = [];
  }

  /** Whether there is nothing to hand out. */
  get isDry(): boolean {
    if (this.#returned.length > 0) return false;
    return this.#isOver || this.#peek().done === true;
  }

  #peek(): IteratorResult<Place> {
    this.#next ??= this.#places.next();
    return this.#next;
  }
}
