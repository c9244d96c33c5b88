/** The backend's linear memory. It may grow at any call into the module, which replaces the buffer. */
export class Memory {
  readonly #module: { readonly HEAPU8: Uint8Array };
  #words: Int32Array;

  /** @param module Emscripten's, which renews its view when the memory grows */
  constructor(module: { readonly HEAPU8: Uint8Array }) {
    this.#module = module;
    this.#words = new Int32Array(module.HEAPU8.buffer);
  }

  get bytes(): Uint8Array {
    return this.#module.HEAPU8;
  }

  /** All of it, in words of 32 bits: word `n` is at address `4 n`. Valid until the next call into the module. */
  get words(): Int32Array {
    const { buffer } = this.#module.HEAPU8;
    if (this.#words.buffer !== buffer) this.#words = new Int32Array(buffer);
    return this.#words;
  }

  read(address: number): number {
    return this.words[address >> 2] ?? 0;
  }

  write(address: number, value: number): void {
    this.words[address >> 2] = value;
  }

  /** A signed integer of 64 bits, exact within what a number holds. */
  readLong(address: number): number {
    return this.read(address + 4) * 2 ** 32 + (this.read(address) >>> 0);
  }

  writeLong(address: number, value: number): void {
    this.write(address, (value % 2 ** 32) | 0);
    this.write(address + 4, Math.floor(value / 2 ** 32));
  }

  /** Copies 64 bits. */
  copyLong(from: number, to: number): void {
    this.write(to, this.read(from));
    this.write(to + 4, this.read(from + 4));
  }
}
