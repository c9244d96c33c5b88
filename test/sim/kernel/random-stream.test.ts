import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomRoot, type RandomStream } from '../../../sim/kernel/index.ts';
import { chiSquare } from '../../support/simulations.ts';

/** One fair stream in so many is taken for an unfair one. The seeds here are fixed, so the tests never flicker. */
const RARE = Math.log(10_000);

/** Fails beyond the bound that Laurent and Massart (2000) give for the tail of the chi-square distribution. */
function expectUniform(counts: readonly number[]): void {
  const freedom = counts.length - 1;
  expect(chiSquare(counts)).toBeLessThan(freedom + 2 * Math.sqrt(freedom * RARE) + 2 * RARE);
}

/** One draw of every kind. */
function draws(stream: RandomStream): readonly unknown[] {
  const bytes = new Uint8Array(7);
  stream.fill(bytes);
  return [stream.below(1_000_000), stream.bits(), stream.fraction(), [...bytes], stream.uuid()];
}

function bitsOf(stream: RandomStream, count = 20): readonly number[] {
  return Array.from({ length: count }, () => stream.bits());
}

describe('RandomRoot', () => {
  it('gives the same numbers for the same seed and label', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (seed, label) => {
        const one = new RandomRoot(seed).stream(label);
        const other = new RandomRoot(seed).stream(label);
        expect(draws(one)).toEqual(draws(other));
        expect(bitsOf(one)).toEqual(bitsOf(other));
      }),
    );
  });

  it('gives other numbers for another seed', () => {
    const first = Array.from({ length: 2_000 }, (_, seed) =>
      bitsOf(new RandomRoot(String(seed)).stream('s'), 2).join(),
    );
    expect(new Set(first).size).toBe(first.length);
  });

  it('gives other numbers for another label, however alike', () => {
    const root = new RandomRoot('seed');
    const labels = Array.from({ length: 5_000 }, (_, index) => `actor server-1/pollTask#${index}`);
    const first = [...labels, '', ' ', 'a', 'A', 'ab', 'ba'].map((label) =>
      bitsOf(root.stream(label), 2).join(),
    );
    expect(new Set(first).size).toBe(first.length);
  });

  it('lets draws from one stream change nothing in another', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.nat({ max: 4 }), { maxLength: 20 }), (seed, extra) => {
        const alone = bitsOf(new RandomRoot(seed).stream('quiet'), extra.length);
        const root = new RandomRoot(seed);
        const busy = root.stream('busy');
        const quiet = root.stream('quiet');
        const interleaved = extra.map((count) => {
          for (let left = count; left > 0; left -= 1) draws(busy);
          return quiet.bits();
        });
        expect(interleaved).toEqual(alone);
      }),
    );
  });

  it('does not mind in which order streams are made', () => {
    const one = new RandomRoot('seed');
    const other = new RandomRoot('seed');
    const [ab, ba] = [
      [one.stream('a'), one.stream('b')],
      [other.stream('b'), other.stream('a')].toReversed(),
    ].map((streams) => streams.map((stream) => bitsOf(stream)));
    expect(ab).toEqual(ba);
  });

  it('makes streams that do not go together', () => {
    const root = new RandomRoot('seed');
    const counts = Array.from({ length: 64 }, () => 0);
    for (let pair = 0; pair < 12_800; pair += 1) {
      const cell = root.stream(`actor ${pair}`).below(8) * 8 + root.stream(`traps of ${pair}`).below(8);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
    expectUniform(counts);
  });
});

describe('RandomStream', () => {
  it.each([2, 3, 7, 10, 64, 1_000])('draws uniformly below %i', (limit) => {
    for (const seed of ['1', '2', '3']) {
      const stream = new RandomRoot(seed).stream('uniform');
      const counts = Array.from({ length: limit }, () => 0);
      for (let draw = 0; draw < limit * 100; draw += 1) {
        const value = stream.below(limit);
        counts[value] = (counts[value] ?? 0) + 1;
      }
      expect(counts).toHaveLength(limit); // nothing was drawn outside
      expectUniform(counts);
    }
  });

  it('draws whole numbers below any limit', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 2 ** 32 }), (seed, limit) => {
        const value = new RandomRoot(seed).stream('s').below(limit);
        expect(Number.isInteger(value) && value >= 0 && value < limit).toBe(true);
      }),
    );
  });

  it('has nothing to draw below one, and takes no number from the stream for it', () => {
    const stream = new RandomRoot('seed').stream('s');
    expect([stream.below(1), stream.below(0)]).toEqual([0, 0]);
    expect(bitsOf(stream)).toEqual(bitsOf(new RandomRoot('seed').stream('s')));
  });

  it('draws fractions uniformly in [0, 1)', () => {
    const stream = new RandomRoot('seed').stream('fraction');
    const counts = Array.from({ length: 100 }, () => 0);
    for (let draw = 0; draw < 20_000; draw += 1) {
      const value = stream.fraction();
      expect(value >= 0 && value < 1).toBe(true);
      const bucket = Math.floor(value * 100);
      counts[bucket] = (counts[bucket] ?? 0) + 1;
    }
    expectUniform(counts);
  });

  it('fills bytes uniformly', () => {
    const bytes = new Uint8Array(51_200);
    new RandomRoot('seed').stream('bytes').fill(bytes);
    const counts = Array.from({ length: 256 }, () => 0);
    for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1;
    expectUniform(counts);
  });

  it('fills bytes that do not go together with their neighbours', () => {
    const bytes = new Uint8Array(51_200);
    new RandomRoot('seed').stream('bytes').fill(bytes);
    const counts = Array.from({ length: 256 }, () => 0);
    for (let index = 1; index < bytes.length; index += 1) {
      const cell = ((bytes[index - 1] ?? 0) >> 4) * 16 + ((bytes[index] ?? 0) & 15);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
    expectUniform(counts);
  });

  it('fills any length, and nothing beside it', () => {
    const longest = new Uint8Array(16);
    new RandomRoot('seed').stream('bytes').fill(longest);
    for (let length = 0; length <= 16; length += 1) {
      const bytes = new Uint8Array(20);
      new RandomRoot('seed').stream('bytes').fill(bytes.subarray(2, 2 + length));
      const expected = [
        0,
        0,
        ...longest.subarray(0, length),
        ...Array.from({ length: 18 - length }, () => 0),
      ];
      expect([...bytes]).toEqual(expected);
    }
    expect(longest.slice(9).every((byte) => byte === 0)).toBe(false);
  });

  it('makes version 4 UUIDs that use every bit they may', () => {
    const stream = new RandomRoot('seed').stream('uuid');
    const uuids = Array.from({ length: 1_000 }, () => stream.uuid());
    for (const uuid of uuids) {
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
    expect(new Set(uuids).size).toBe(uuids.length);
    const kinds = Array.from({ length: 36 }, (_, at) => new Set(uuids.map((uuid) => uuid[at])).size);
    expect(kinds).toEqual(
      kinds.map((_, at) => ([8, 13, 18, 23].includes(at) || at === 14 ? 1 : at === 19 ? 4 : 16)),
    );
  });
});
