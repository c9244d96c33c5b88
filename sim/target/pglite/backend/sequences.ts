import { SEQUENCE, STATIC } from './layout.ts';
import type { Memory } from './memory.ts';

/** Values that a statement drew from a sequence before it had to wait. */
export type Drawn = {
  /** Address of what the session remembers of the sequence. */
  readonly sequence: number;
  readonly first: number;
  readonly last: number;
};

/** Where the session that is on stands with the sequence that it used last. */
type Position = { readonly sequence: number; readonly last: number };

/**
 * Has a statement that is executed again draw the same values from a sequence as before its wait. They are lost to
 * everybody else; the session is made to believe that it had reserved them, as with `CREATE SEQUENCE … CACHE`.
 */
export class Sequences {
  readonly #memory: Memory;
  /** The last value that anybody drew, by the sequence's identifier. */
  readonly #last = new Map<number, number>();
  #starts: readonly (readonly [relation: number, before: number])[] = [];

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** @param starts for each sequence, by its identifier, the value before its first */
  begin(starts: readonly (readonly [relation: number, before: number])[]): void {
    this.#starts = starts;
    this.reset();
  }

  /** All sequences are at their start. */
  reset(): void {
    this.#last.clear();
    for (const [relation, before] of this.#starts) this.#last.set(relation, before);
  }

  position(): Position {
    const sequence = this.#memory.read(STATIC.lastUsedSequence);
    return { sequence, last: sequence === 0 ? 0 : this.#memory.readLong(sequence + SEQUENCE.last) };
  }

  /** What the session that is on has drawn since it stood somewhere, without anybody else in between. */
  drawnSince(before: Position): Drawn | undefined {
    const { sequence, last } = this.position();
    if (sequence === 0 || (sequence === before.sequence && last === before.last)) return undefined;
    const increment = this.#memory.readLong(sequence + SEQUENCE.increment);
    const known = this.#last.get(this.#memory.read(sequence + SEQUENCE.relation));
    const first = known === undefined ? last : known + increment;
    this.note();
    return { sequence, first: (last - first) / increment >= 0 ? first : last, last };
  }

  /** The session that is on will draw these values again. */
  replay({ sequence, first, last }: Drawn): void {
    const increment = this.#memory.readLong(sequence + SEQUENCE.increment);
    this.#memory.writeLong(sequence + SEQUENCE.last, first - increment);
    this.#memory.writeLong(sequence + SEQUENCE.cached, last);
  }

  /** Values that were not drawn again are lost. */
  endReplay({ sequence }: Drawn): void {
    const last = this.#memory.readLong(sequence + SEQUENCE.last);
    this.#memory.writeLong(sequence + SEQUENCE.cached, last);
  }

  /** Remembers what the session that is on has drawn. To be called after each statement. */
  note(): void {
    const { sequence, last } = this.position();
    if (sequence !== 0) this.#last.set(this.#memory.read(sequence + SEQUENCE.relation), last);
  }
}
