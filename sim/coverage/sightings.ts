import { type Fingerprint, textOf } from './fingerprint.ts';

/** So many things are kept: some 10 MB. */
const MOST_KEPT = 100_000;

/**
 * How many distinct things were seen, and how many of them once only, in bounded memory: while there are few, exactly;
 * then by a sample of them, halved whenever it is full. What is sampled is decided by the thing, not by when it came, so
 * the sample is as good for late things as for early ones (Gibbons, "Distinct sampling for highly-accurate answers to
 * distinct values queries and event reports", VLDB 2001, section 3).
 */
export class Sightings {
  readonly #most: number;
  readonly #counts = new Map<string, number>();
  #mask = 0;
  #once = 0;

  /** @param most how many things are kept */
  constructor(most = MOST_KEPT) {
    this.#most = most;
  }

  /** Sees a thing. */
  add(thing: Fingerprint): void {
    if ((thing.low & this.#mask) !== 0) return;
    const name = textOf(thing);
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    if (count === 1) this.#once += 1;
    else if (count === 2) this.#once -= 1;
    while (this.#counts.size > this.#most) this.#halve();
  }

  /** How many distinct things were seen. */
  get distinct(): number {
    return this.#counts.size * (this.#mask + 1);
  }

  /** How many of them were seen only once. */
  get once(): number {
    return this.#once * (this.#mask + 1);
  }

  /** Whether all were kept; otherwise the figures are estimates. */
  get isExact(): boolean {
    return this.#mask === 0;
  }

  #halve(): void {
    this.#mask = this.#mask * 2 + 1;
    for (const [name, count] of this.#counts) {
      const low = Number.parseInt(name.slice(8), 16);
      if ((low & this.#mask) === 0) continue;
      this.#counts.delete(name);
      if (count === 1) this.#once -= 1;
    }
  }
}
