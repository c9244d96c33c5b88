import { describe, expect, it } from 'vitest';
import { type Chooser, type Option, RandomRoot } from '../../../sim/kernel/index.ts';
import { STRATEGIES } from '../../../sim/strategy/index.ts';
import { random } from '../../../sim/strategy/random.ts';
import { chiSquare, decision, option } from '../../support/simulations.ts';

const TIME = option('clock', 'time passes', { isTime: true });

function options(steps: number, ...others: readonly Option[]): readonly Option[] {
  return [...Array.from({ length: steps }, (_, index) => option(`a${index}`)), ...others];
}

function chooser(seed = 'seed'): Chooser {
  return random.chooser(new RandomRoot(seed).stream('schedule'));
}

/** How often each option was chosen. */
function countsOf(offered: readonly Option[], draws: number): readonly number[] {
  const counts = offered.map(() => 0);
  const chosen = chooser();
  for (let draw = 1; draw <= draws; draw += 1) {
    const index = chosen.choose(decision(offered, draw));
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts;
}

describe('the random strategy', () => {
  it('can be named', () => {
    expect(STRATEGIES.find(({ name }) => name === 'random')).toBe(random);
    expect(new Set(STRATEGIES.map(({ name }) => name)).size).toBe(STRATEGIES.length);
  });

  it.each([2, 3, 10])('chooses uniformly among %i steps', (steps) => {
    const counts = countsOf(options(steps), 1_000 * steps);
    expect(counts).toHaveLength(steps);
    expect(chiSquare(counts)).toBeLessThan(steps + 20);
  });

  it('lets time pass now and then, and is uniform among the steps otherwise', () => {
    const counts = countsOf(options(4, TIME), 20_000);
    const [time = 0, ...steps] = counts.toReversed();
    expect(time).toBeGreaterThan(0);
    expect(time).toBeLessThan(20_000 / 10);
    expect(steps).toHaveLength(4);
    expect(chiSquare(steps)).toBeLessThan(24);
  });

  it('chooses the same for the same seed, and otherwise for another', () => {
    const choices = (seed: string): readonly number[] => {
      const chosen = chooser(seed);
      return Array.from({ length: 50 }, (_, step) => chosen.choose(decision(options(5, TIME), step)));
    };
    expect(choices('1')).toEqual(choices('1'));
    expect(choices('1')).not.toEqual(choices('2'));
  });
});
