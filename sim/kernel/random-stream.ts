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
    const [first, second, third, fourth] = [
      hex(this.bits()),
      hex(this.bits()),
      hex(this.bits()),
      hex(this.bits()),
    ];
    const variant = '89ab'.charAt(Number.parseInt(third.charAt(0), 16) & 3);
    return `${first}-${second.slice(0, 4)}-4${second.slice(5)}-${variant}${third.slice(1, 4)}-${third.slice(4)}${fourth}`;
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
    const [high, low] = hashLabel(label);
    const state = this.#root.map((word, index) => mix(word ^ (index % 2 === 0 ? high : low), index));
    return new RandomStream(xoroshiro128plusFromState(state));
  }
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** 32 bits as 8 hexadecimal digits. */
function hex(word: number): string {
  return `${HEX[word >>> 24]}${HEX[(word >>> 16) & 255]}${HEX[(word >>> 8) & 255]}${HEX[word & 255]}`;
}

/** 64 bits of a label, in two halves: FNV-1a forwards, from two different beginnings and with two multipliers. */
function hashLabel(label: string): readonly [number, number] {
  let high = 0x811c_9dc5;
  let low = 0x9747_b28c;
  for (let index = 0; index < label.length; index += 1) {
    const code = label.charCodeAt(index);
    high = Math.imul(high ^ code, 0x0100_0193);
    low = Math.imul(low ^ code, 0x5bd1_e995);
  }
  return [high, low];
}

/** The finaliser of MurmurHash3. */
function mix(word: number, salt: number): number {
  let hash = word ^ Math.imul(salt + 1, 0x9e37_79b9);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) | 0;
}
