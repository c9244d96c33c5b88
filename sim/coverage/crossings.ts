/** Each of some things with those that it happened with. */
export type CrossingsPart = readonly (readonly [one: string, others: readonly string[]])[];

/** Which of some things happened in the same run as which of some others. */
export class Crossings {
  readonly #seen = new Map<string, Set<string>>();
  #count = 0;

  /** Takes what happened in a run. */
  add(some: Iterable<string>, others: readonly string[]): void {
    if (others.length === 0) return;
    for (const one of some) {
      const known = this.#seen.get(one) ?? new Set();
      this.#seen.set(one, known);
      const before = known.size;
      for (const other of others) known.add(other);
      this.#count += known.size - before;
    }
  }

  /** Takes what was seen elsewhere: each of some things with those it happened with. */
  merge(part: CrossingsPart): void {
    for (const [one, others] of part) this.add([one], others);
  }

  /** All of it. */
  part(): CrossingsPart {
    return Array.from(this.#seen, ([one, others]) => [one, [...others]] as const);
  }

  /** How many pairs were seen. */
  get count(): number {
    return this.#count;
  }
}
