import type { Memory } from './memory.ts';

/** Parts of memory that are saved and restored together, in words. */
export class MemoryParts {
  readonly #parts: readonly (readonly [first: number, end: number])[];
  readonly #length: number;

  /** @param parts from the first address to before the second, all divisible by four */
  constructor(parts: readonly (readonly [from: number, to: number])[]) {
    this.#parts = parts.map(([from, to]) => [from >> 2, to >> 2] as const);
    this.#length = this.#parts.reduce((sum, [first, end]) => sum + end - first, 0);
  }

  /** Copies them out of memory. */
  save(memory: Memory, image: Int32Array = new Int32Array(this.#length)): Int32Array {
    const { words } = memory;
    let at = 0;
    for (const [first, end] of this.#parts) {
      for (let word = first; word < end; word += 1) image[at++] = words[word] ?? 0;
    }
    return image;
  }

  /** Copies an image into memory. */
  restore(memory: Memory, image: Int32Array): void {
    const { words } = memory;
    let at = 0;
    for (const [first, end] of this.#parts) {
      for (let word = first; word < end; word += 1) words[word] = image[at++] ?? 0;
    }
  }

  /** The word that an image holds of an address. */
  wordIn(image: Int32Array, address: number): number {
    let at = 0;
    for (const [first, end] of this.#parts) {
      const word = address >> 2;
      if (word >= first && word < end) return image[at + word - first] ?? 0;
      at += end - first;
    }
    throw new RangeError(`address ${address} is in no part`);
  }
}
