import { describe, expect, it } from 'vitest';
import { countSchedules, Search } from '../../../sim/explore/index.ts';
import { type Move, searchThrough } from '../../support/toy-programs.ts';

function thinking(steps: number): readonly Move[] {
  return Array.from({ length: steps }, () => ({ type: 'think' }));
}

describe('the number of schedules of independent threads', () => {
  it.each([
    [
      [2, 2],
      [2, 4, 6],
    ],
    [
      [3, 2],
      [2, 5, 9],
    ],
    [
      [4, 4],
      [2, 8, 26],
    ],
    [
      [1, 1, 1],
      [6, 6, 6],
    ],
    [
      [2, 2, 2],
      [6, 24, 60],
    ],
    [
      [3, 2, 1, 1],
      [24, 132, 324],
    ],
  ])(
    'of %j steps is %j with at most 0, 1, 2 preemptions, and plain enumeration runs as many',
    async (steps, expected) => {
      for (const [preemptions, count] of expected.entries()) {
        expect(countSchedules(steps, preemptions)).toBe(BigInt(count));
        const search = new Search({ preemptions, faults: 0, allowed: new Set() }, 'none');
        expect((await searchThrough(search, steps.map(thinking))).runs).toBe(count);
      }
    },
  );

  it.each([
    [[2, 2, 2], 90],
    [[3, 3], 20],
    [[4, 2, 1], 105],
  ])('of %j steps is %i in all, and plain enumeration runs as many', async (steps, count) => {
    expect(countSchedules(steps, 'unlimited')).toBe(BigInt(count));
    const search = new Search({ preemptions: 'unlimited', faults: 0, allowed: new Set() }, 'none');
    expect((await searchThrough(search, steps.map(thinking))).runs).toBe(count);
  });

  it('is the same with as many preemptions as there are steps as with any number', () => {
    for (const steps of [
      [5, 4],
      [3, 3, 3],
      [7, 2, 2, 1],
    ])
      expect(countSchedules(steps, 20)).toBe(countSchedules(steps, 'unlimited'));
  });

  it('is exact where floating-point numbers are not', () => {
    // 60! / (20!)^3
    expect(countSchedules([20, 20, 20], 'unlimited')).toBe(577_831_214_478_475_823_831_865_900n);
  });

  it('does not count threads without steps', () => {
    expect(countSchedules([], 'unlimited')).toBe(1n);
    expect(countSchedules([3, 0], 0)).toBe(1n);
  });
});
