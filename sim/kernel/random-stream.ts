import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import seedrandom from 'seedrandom';

/** A stream of random numbers, a function of the run's seed and the stream's label alone. */
export class RandomStream {
  readonly #generator: RandomGenerator;

  constructor(generator: RandomGenerator) {
    this.#generator = generator;
  }

  /** A whole number in [0, count), uniformly. */
  below(count: number): number {
    return count <= 1 ? 0 : uniformInt(this.#generator, 0, count - 1);
  }

  /** 32 random bits, as an unsigned number. */
  bits(): number {
    return this.#generator.next() >>> 0;
  }

  /** A number in [0, 1), with 32 bits of it random. */
  fraction(): number {
    return this.bits() / 2 ** 32;
  }

  /** Fills `bytes` with random bytes. */
  fill(bytes: Uint8Array): void {
    for (let index = 0; index < bytes.length; ) {
      for (let word = this.bits(), left = 4; left > 0 && index < bytes.length; left -= 1, index += 1) {
        bytes[index] = word & 0xff;
        word >>>= 8;
      }
    }
  }

  /** A version 4 UUID in its canonical text form. */
  uuid(): string {
    const hex = [this.bits(), this.bits(), this.bits(), this.bits()]
      .map((word) => word.toString(16).padStart(8, '0'))
      .join('');
    const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) & 3] ?? '8';
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
  }
}

/**
 * The root of a run's randomness. Every concern draws from its own labelled stream, so that one more draw in one of
 * them reshuffles none of the others.
 */
export class RandomRoot {
  readonly #root: readonly [number, number, number, number];

  /** @param seed any text; seedrandom (ARC4) hashes it to 128 bits */
  constructor(seed: string) {
    // ARC4 repeats its key: without the length, 1 and 11 would be the same seed.
    const hash = seedrandom(`${seed.length}:${seed}`);
    this.#root = [hash.int32(), hash.int32(), hash.int32(), hash.int32()];
  }

  stream(label: string): RandomStream {
    const state = this.#root.map((word, index) => mix(word, label, index));
    return new RandomStream(xoroshiro128plusFromState(state));
  }
}

/** Folds a label into a 32-bit word: FNV-1a over the label, then the finaliser of MurmurHash3. */
function mix(word: number, label: string, salt: number): number {
  let hash = word ^ Math.imul(salt + 1, 0x9e37_79b9);
  for (let index = 0; index < label.length; index += 1) {
    hash = Math.imul(hash ^ label.charCodeAt(index), 0x0100_0193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) | 0;
}
