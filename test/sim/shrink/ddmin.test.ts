import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ddmin } from '../../../sim/shrink/ddmin.ts';

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

/** Fails where all of these are. */
function needing(culprits: readonly number[]) {
  const tests: (readonly number[])[] = [];
  return {
    tests,
    needed: async (part: readonly number[]) => {
      tests.push(part);
      return culprits.every((each) => part.includes(each)) ? part : undefined;
    },
  };
}

describe('ddmin', () => {
  it('finds exactly what it takes to fail, in order, whatever that is', async () => {
    const subsets = fc
      .integer({ min: 0, max: 40 })
      .chain((count) => fc.record({ count: fc.constant(count), culprits: fc.subarray([...numbers(count)]) }));
    await fc.assert(
      fc.asyncProperty(subsets, async ({ count, culprits }) => {
        const { needed } = needing(culprits);
        expect(await ddmin(numbers(count), needed)).toEqual(culprits);
      }),
    );
  });

  it('takes few tests for a single culprit: about two for each halving', async () => {
    const { needed, tests } = needing([77]);
    expect(await ddmin(numbers(128), needed)).toEqual([77]);
    expect(tests.length).toBeLessThanOrEqual(15);
  });

  it('leaves nothing that could be taken away, where several parts fail', async () => {
    const needed = async (part: readonly number[]) =>
      part.filter((each) => each % 7 === 0).length >= 3 ? part : undefined;
    const left = await ddmin(numbers(50), needed);
    expect(left.map((each) => each % 7)).toEqual([0, 0, 0]);
  });

  it('goes on with what a test says was needed of a part', async () => {
    const tests: number[] = [];
    const left = await ddmin(numbers(64), async (part) => {
      tests.push(part.length);
      return part.includes(10) ? [10] : undefined;
    });
    expect(left).toEqual([10]);
    expect(tests).toEqual([0, 32]);
  });

  it('keeps what still fails when tests say no from some time on', async () => {
    let left = 12;
    const { needed } = needing([3, 60]);
    const part = await ddmin(numbers(64), async (each) => {
      left -= 1;
      return left > 0 ? await needed(each) : undefined;
    });
    expect(part).toEqual(expect.arrayContaining([3, 60]));
    expect(part.length).toBeGreaterThan(2);
  });

  it('does not test nothing, and tests one item against none', async () => {
    const { needed, tests } = needing([]);
    expect(await ddmin([], needed)).toEqual([]);
    expect(tests).toEqual([]);
    expect(await ddmin([5], needed)).toEqual([]);
  });
});
