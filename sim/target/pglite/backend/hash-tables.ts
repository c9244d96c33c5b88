import type { BackendFunctions } from './backends.ts';
import { HASH } from './layout.ts';

/** Goes through PostgreSQL's hash tables. */
export class HashTables {
  readonly #functions: BackendFunctions;
  /** Where PostgreSQL keeps its place meanwhile. */
  readonly #place: number;

  constructor(functions: BackendFunctions) {
    this.#functions = functions;
    this.#place = functions.malloc(HASH.sequenceLength);
  }

  /** Addresses of all entries. */
  entries(table: number): readonly number[] {
    const entries: number[] = [];
    this.#functions.hash_seq_init(this.#place, table);
    for (;;) {
      const entry = this.#functions.hash_seq_search(this.#place);
      if (entry === 0) return entries;
      entries.push(entry);
    }
  }
}
