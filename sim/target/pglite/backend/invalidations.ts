import { INVALIDATION, STATIC } from './layout.ts';
import type { Memory } from './memory.ts';

/** There is nobody of this number. */
const NO_PROCESS = 1;

/**
 * What backends tell each other of the catalogue (storage/ipc/sinvaladt.c). Caches of the catalogue are everybody's, so
 * one backend hears of changes for all: the one that is on, which takes over from the one before. So it also hears of
 * its own, between the transactions of one statement.
 */
export class Invalidations {
  readonly #memory: Memory;

  /**
   * When many changes have not been heard of, PostgreSQL tells the listener's process to hurry, with a signal that ends
   * PGlite; it finds no such process, and has the backend forget everything instead.
   *
   * @param process of the backend that PGlite booted with, which is on
   */
  constructor(memory: Memory, process: number) {
    this.#memory = memory;
    const state = this.#stateOf(memory.read(STATIC.myProcNumber));
    const listeners = memory.read(this.#queue + INVALIDATION.listenerCount);
    if (listeners !== 1 || memory.read(state) !== process) {
      throw new Error("PGlite's backend is not where it should be among those that hear of the catalogue");
    }
    memory.write(state, NO_PROCESS);
  }

  /** Counts the changes to the catalogue that have been committed. */
  get count(): number {
    return this.#memory.read(this.#queue + INVALIDATION.maxMessageNumber);
  }

  /** Has another backend hear of changes. @param number of its `PGPROC` */
  hearAs(number: number): void {
    const memory = this.#memory;
    const listener = memory.read(this.#queue + INVALIDATION.listeners);
    const from = this.#stateOf(memory.read(listener));
    const to = this.#stateOf(number);
    if (from === to) return;
    for (let offset = 0; offset < INVALIDATION.takenOver; offset += 4) {
      memory.write(to + offset, memory.read(from + offset));
    }
    memory.write(from, 0);
    memory.write(listener, number);
  }

  get #queue(): number {
    return this.#memory.read(STATIC.shmInvalBuffer);
  }

  /** Address of how far a backend has heard; it begins with the identifier of its process. */
  #stateOf(number: number): number {
    return this.#queue + INVALIDATION.states + INVALIDATION.stateSize * number;
  }
}
