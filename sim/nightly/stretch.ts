/** The runs of one target: a stretch of places among all seeds of a night, and which of them are done. */
export class Stretch {
  readonly target: string;
  /** Its first place. */
  readonly from: number;
  #next: number;
  readonly #beyond = new Set<number>();

  constructor(target: string, from: number) {
    this.target = target;
    this.from = from;
    this.#next = from;
  }

  /** All places before this one are done. */
  get next(): number {
    return this.#next;
  }

  /** Places that are done behind one that is not. */
  get beyond(): readonly number[] {
    return [...this.#beyond].toSorted((one, other) => one - other);
  }

  /** The first place that no run has had, whether those before it are done or not. */
  get end(): number {
    return Math.max(this.#next, ...[...this.#beyond].map((at) => at + 1));
  }

  /** A place is done. */
  add(at: number): void {
    this.#beyond.add(at);
    while (this.#beyond.delete(this.#next)) this.#next += 1;
  }

  /** All places before one are done, and some more. */
  skipTo(next: number, beyond: readonly number[]): void {
    this.#next = Math.max(this.#next, next);
    for (const at of this.#beyond) if (at < this.#next) this.#beyond.delete(at);
    for (const at of beyond) this.add(at);
  }

  /** The same, to go on with. */
  copy(): Stretch {
    const copy = new Stretch(this.target, this.from);
    copy.skipTo(this.#next, this.beyond);
    return copy;
  }

  /** Whether nothing is to be done at a place: it is done, or another stretch's. */
  isDone(at: number): boolean {
    return at < this.#next || this.#beyond.has(at);
  }
}
