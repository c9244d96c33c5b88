/** So many things are kept: some 10 MB. */
const MOST_KEPT = 100_000;
/** Hexadecimal digits of a fingerprint's lower half: by these it is decided what is sampled. */
const LOWER_HALF = [8, 16] as const;

/** What was seen, so that it can be written down and put together with what was seen elsewhere. */
export type SightingsPart = {
  /** Of things only those are kept whose fingerprint has none of these bits. */
  readonly mask: number;
  /** By thing: twice the interval of places in which it was seen first, and one more if it was seen again. */
  readonly things: Readonly<Record<string, number>>;
};

/**
 * How many distinct things were seen, how many of them once only, and by when, in bounded memory: while there are few,
 * exactly; then by a sample of them, halved whenever it is full. What is sampled is decided by the thing, not by when it
 * came, so the sample is as good for late things as for early ones (Gibbons, "Distinct sampling for highly-accurate
 * answers to distinct values queries and event reports", VLDB 2001, section 3). For the same reason nothing depends on
 * the order in which things come, nor on who saw them: parts put together are what one would have seen who saw all.
 *
 * A thing is a text that begins with the 16 hexadecimal digits of a fingerprint.
 */
export class Sightings {
  readonly #most: number;
  readonly #things = new Map<string, number>();
  #mask = 0;
  #once = 0;

  /** @param most how many things are kept */
  constructor(most = MOST_KEPT) {
    this.#most = most;
  }

  /** Sees a thing. @param interval of the place at which it is seen */
  add(thing: string, interval: number): void {
    this.#put(thing, interval * 2);
  }

  /** Takes what was seen elsewhere. */
  merge({ mask, things }: SightingsPart): void {
    while (this.#mask < mask) this.#halve();
    for (const [thing, sighting] of Object.entries(things)) this.#put(thing, sighting);
  }

  /** All of it. */
  part(): SightingsPart {
    return { mask: this.#mask, things: Object.fromEntries(this.#things) };
  }

  /** How many distinct things were seen. */
  get distinct(): number {
    return this.#things.size * this.scale;
  }

  /** How many of them were seen only once. */
  get once(): number {
    return this.#once * this.scale;
  }

  /** Whether all were kept; otherwise the figures are estimates. */
  get isExact(): boolean {
    return this.#mask === 0;
  }

  /** How many things each one that was kept stands for. */
  get scale(): number {
    return this.#mask + 1;
  }

  /** Things that were kept. */
  kept(): Iterable<string> {
    return this.#things.keys();
  }

  /** How many distinct things were seen first in each interval. */
  byInterval(): readonly number[] {
    const counts: number[] = [];
    for (const sighting of this.#things.values()) {
      const interval = sighting >>> 1;
      counts[interval] = (counts[interval] ?? 0) + this.scale;
    }
    return counts;
  }

  #put(thing: string, sighting: number): void {
    if (this.#mask !== 0 && !isSampled(thing, this.#mask)) return;
    const known = this.#things.get(thing);
    if (known === undefined) {
      this.#things.set(thing, sighting);
      if (!isRepeated(sighting)) this.#once += 1;
      if (this.#things.size > this.#most) this.#halve();
      return;
    }
    if (!isRepeated(known)) this.#once -= 1;
    this.#things.set(thing, Math.min(known >>> 1, sighting >>> 1) * 2 + 1);
  }

  #halve(): void {
    do {
      this.#mask = this.#mask * 2 + 1;
      for (const [thing, sighting] of this.#things) {
        if (isSampled(thing, this.#mask)) continue;
        this.#things.delete(thing);
        if (!isRepeated(sighting)) this.#once -= 1;
      }
    } while (this.#things.size > this.#most);
  }
}

function isSampled(thing: string, mask: number): boolean {
  return (Number.parseInt(thing.slice(...LOWER_HALF), 16) & mask) === 0;
}

function isRepeated(sighting: number): boolean {
  return (sighting & 1) === 1;
}
