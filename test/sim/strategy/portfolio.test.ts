import { describe, expect, it } from 'vitest';
import { RandomRoot } from '../../../sim/kernel/index.ts';
import { STRATEGIES } from '../../../sim/strategy/index.ts';
import { strategy } from '../../support/searches.ts';

/** The strategy that a seed's run is of. */
function memberOf(seed: string): string | undefined {
  return strategy('portfolio').chooser(new RandomRoot(seed).stream('schedule')).name;
}

const SEEDS = Array.from({ length: 500 }, (_, seed) => String(seed));

describe('portfolio', () => {
  it('is what is named first', () => {
    expect(STRATEGIES[0]).toBe(strategy('portfolio'));
  });

  it('gives each run to one of its members, all of them about as often, and tells which', () => {
    const counts = new Map<string | undefined, number>();
    for (const seed of SEEDS) counts.set(memberOf(seed), (counts.get(memberOf(seed)) ?? 0) + 1);
    expect(new Set(counts.keys())).toEqual(new Set(['random', 'urw', 'pct', 'pos', 'surw']));
    for (const [name, count] of counts) expect(count, name).toBeGreaterThan(SEEDS.length / 5 / 2);
  });

  it('gives a seed to the same member, in whatever order seeds are run', () => {
    const forwards = SEEDS.map(memberOf);
    expect(SEEDS.toReversed().map(memberOf).toReversed()).toEqual(forwards);
  });
});
