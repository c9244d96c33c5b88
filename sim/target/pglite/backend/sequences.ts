import type { HashTables } from './hash-tables.ts';
import { SEQUENCE, STATIC } from './layout.ts';
import type { Memory } from './memory.ts';

/** Values that a statement drew from a sequence. */
export type Drawn = {
  /** Address of what the session remembers of the sequence. */
  readonly sequence: number;
  readonly first: number;
  readonly last: number;
};

/**
 * Has a statement that is executed again draw the same values from sequences as before. They are lost to everybody
 * else; the session is made to believe that it had reserved them, as with `CREATE SEQUENCE … CACHE`.
 */
export class Sequences {
  readonly #memory: Memory;
  readonly #tables: HashTables;
  /** The last value that anybody drew, by the sequence's identifier. */
  readonly #last = new Map<number, number>();
  /** The last value that a session is known to have drawn, by the address of what it remembers of the sequence. */
  readonly #noted = new Map<number, number>();
  #starts: readonly (readonly [relation: number, before: number])[] = [];

  constructor(memory: Memory, tables: HashTables) {
    this.#memory = memory;
    this.#tables = tables;
  }

  /** @param starts for each sequence, by its identifier, the value before its first */
  begin(starts: readonly (readonly [relation: number, before: number])[]): void {
    this.#starts = starts;
    this.reset();
  }

  /** All sequences are at their start. */
  reset(): void {
    this.#noted.clear();
    this.#last.clear();
    for (const [relation, before] of this.#starts) this.#last.set(relation, before);
  }

  /**
   * What the session that is on has drawn since this was last asked, without anybody else in between. To be called
   * after each statement.
   */
  drawn(): readonly Drawn[] {
    const memory = this.#memory;
    const table = memory.read(STATIC.sequenceTable);
    const drawn: Drawn[] = [];
    for (const sequence of table === 0 ? [] : this.#tables.entries(table)) {
      const last = memory.readLong(sequence + SEQUENCE.last);
      const isUsed = memory.bytes[sequence + SEQUENCE.isUsed] !== 0;
      if (!isUsed || last === this.#noted.get(sequence)) continue;
      const relation = memory.read(sequence + SEQUENCE.relation);
      const increment = memory.readLong(sequence + SEQUENCE.increment);
      const known = this.#last.get(relation);
      const first = known === undefined ? last : known + increment;
      this.#noted.set(sequence, last);
      this.#last.set(relation, last);
      drawn.push({ sequence, first: (last - first) / increment >= 0 ? first : last, last });
    }
    return drawn;
  }

  /** Does something during which the session that is on draws values again. Those that it does not are lost. */
  replay<Result>(drawn: readonly Drawn[], body: () => Result): Result {
    const memory = this.#memory;
    for (const { sequence, first, last } of drawn) {
      const increment = memory.readLong(sequence + SEQUENCE.increment);
      memory.writeLong(sequence + SEQUENCE.last, first - increment);
      memory.writeLong(sequence + SEQUENCE.cached, last);
    }
    try {
      return body();
    } finally {
      for (const { sequence, last } of drawn) this.#endReplay(sequence, last);
    }
  }

  #endReplay(sequence: number, reserved: number): void {
    const memory = this.#memory;
    if (memory.readLong(sequence + SEQUENCE.cached) !== reserved) return; // it has drawn others besides
    const last = memory.readLong(sequence + SEQUENCE.last);
    memory.writeLong(sequence + SEQUENCE.cached, last);
    this.#noted.set(sequence, last);
  }
}

/** What was drawn at one time and then at another, if all of it can be drawn again. */
export function drawnTogether(before: readonly Drawn[], since: readonly Drawn[]): readonly Drawn[] {
  const known = new Set(before.map(({ sequence }) => sequence));
  return [...before, ...since.filter(({ sequence }) => !known.has(sequence))];
}
