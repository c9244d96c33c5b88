import { describe, expect, it } from 'vitest';
import { RandomRoot } from '../../../sim/kernel/index.ts';
import { spreadOf } from '../../../sim/scoreboard/index.ts';

const NONE = Number.POSITIVE_INFINITY;

describe('the spread of trials', () => {
  it('is the one of them where there is but one, and says that this tells nothing', () => {
    expect(spreadOf([7])).toEqual({ median: 7, low: 7, high: 7, confidence: 0 });
  });

  it('has the mean of the two in the middle for a median where they are even', () => {
    expect(spreadOf([4, 1, 3, 2]).median).toBe(2.5);
    expect(spreadOf([5, 1, 3]).median).toBe(3);
  });

  it('lies between all of them where they are few: 15 of 16 for five', () => {
    expect(spreadOf([5, 4, 3, 2, 1])).toEqual({ median: 3, low: 1, high: 5, confidence: 1 - 2 / 32 });
  });

  it('leaves out at each end what 0.95 can do without: five of twenty', () => {
    const values = Array.from({ length: 20 }, (_, index) => index + 1);
    const { median, low, high, confidence } = spreadOf(values.toReversed());
    expect([median, low, high]).toEqual([10.5, 6, 15]);
    expect(confidence).toBeCloseTo(0.9586, 4); // the table in Conover, "Practical Nonparametric Statistics"
  });

  it('knows that what was not found took longer than anything', () => {
    expect(spreadOf([3, NONE, 1])).toMatchObject({ median: 3, low: 1, high: NONE });
    expect(spreadOf([NONE, NONE, 1])).toMatchObject({ median: NONE, low: 1, high: NONE });
    expect(spreadOf([NONE, NONE])).toMatchObject({ median: NONE, low: NONE, high: NONE });
  });

  it('holds the true median as often as it says', () => {
    const random = new RandomRoot('coins').stream('trials');
    const ROUNDS = 2_000;
    let held = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const { low, high } = spreadOf(Array.from({ length: 20 }, () => random.fraction() ** 3));
      if (low <= 0.5 ** 3 && 0.5 ** 3 <= high) held += 1;
    }
    expect(held / ROUNDS).toBeGreaterThan(0.945);
    expect(held / ROUNDS).toBeLessThan(0.975);
  });
});
