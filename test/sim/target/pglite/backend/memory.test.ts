import { describe, expect, it } from 'vitest';
import { MemoryParts } from '../../../../../sim/target/pglite/backend/memory-parts.ts';
import { Memory } from '../../../../../sim/target/pglite/backend/memory.ts';

function memoryOf(length = 64): { module: { HEAPU8: Uint8Array }; memory: Memory } {
  const module = { HEAPU8: new Uint8Array(length) };
  return { module, memory: new Memory(module) };
}

describe('memory', () => {
  it.each([0, 1, -1, 2 ** 31, -(2 ** 31), 2 ** 32, 2 ** 32 + 7, -(2 ** 32) - 7, 2 ** 53 - 1])(
    'holds %i in 64 bits',
    (value) => {
      const { module, memory } = memoryOf();
      memory.writeLong(8, value);
      expect(memory.readLong(8)).toBe(value);
      expect(Buffer.from(module.HEAPU8).readBigInt64LE(8)).toBe(BigInt(value));
      memory.copyLong(8, 24);
      expect(memory.readLong(24)).toBe(value);
      expect([memory.read(0), memory.read(16), memory.read(32)]).toEqual([0, 0, 0]);
    },
  );

  it('is seen anew when it has grown', () => {
    const { module, memory } = memoryOf();
    memory.write(4, 1);
    module.HEAPU8 = new Uint8Array(128);
    expect(memory.read(4)).toBe(0);
    memory.write(100, 5);
    expect(module.HEAPU8[100]).toBe(5);
  });
});

describe('parts of memory', () => {
  const parts = new MemoryParts([
    [8, 16],
    [32, 36],
  ]);

  it('are saved and restored together, and nothing else', () => {
    const { memory } = memoryOf();
    for (let word = 0; word < 16; word += 1) memory.words[word] = word;
    const image = parts.save(memory);
    expect([...image]).toEqual([2, 3, 8]);
    memory.words.fill(9);
    parts.restore(memory, image);
    expect(Array.from(memory.words.subarray(0, 10))).toEqual([9, 9, 2, 3, 9, 9, 9, 9, 8, 9]);
  });

  it('are saved into an image that is there', () => {
    const { memory } = memoryOf();
    const image = parts.save(memory);
    memory.write(12, 4);
    expect(parts.save(memory, image)).toBe(image);
    expect([...image]).toEqual([0, 4, 0]);
  });

  it('tell what an image holds of an address', () => {
    const { memory } = memoryOf();
    memory.write(12, 4);
    memory.write(32, 5);
    const image = parts.save(memory);
    expect([8, 12, 32].map((address) => parts.wordIn(image, address))).toEqual([0, 4, 5]);
    expect(() => parts.wordIn(image, 16)).toThrow(RangeError);
  });
});
