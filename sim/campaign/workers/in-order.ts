/** Gives what comes in any order in the order of numbers that were given out: 0, 1, 2, … */
export class InOrder<Value> {
  readonly #waiting = new Map<number, Value>();
  #next = 0;
  #given = 0;

  /** The next number. */
  number(): number {
    const number = this.#given;
    this.#given += 1;
    return number;
  }

  /** How many numbers were given out since the first one that nothing has come for. */
  get span(): number {
    return this.#given - this.#next;
  }

  /** Something has come. @returns all that is next now, in order. */
  *put(number: number, value: Value): Iterable<Value> {
    this.#waiting.set(number, value);
    for (;;) {
      const next = this.#waiting.get(this.#next);
      if (next === undefined) return;
      this.#waiting.delete(this.#next);
      this.#next += 1;
      yield next;
    }
  }

  /** All that has come and was not given, in order: nothing comes any more for what is missing. */
  rest(): readonly Value[] {
    const rest = [...this.#waiting].toSorted(([one], [other]) => one - other).map(([, value]) => value);
    this.#waiting.clear();
    this.#next = this.#given;
    return rest;
  }
}
