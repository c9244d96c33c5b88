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

  it('gives most runs to overtake, more to urw than to the others, and tells which', () => {
    const counts = new Map<string | undefined, number>();
    for (const seed of SEEDS) counts.set(memberOf(seed), (counts.get(memberOf(seed)) ?? 0) + 1);
    const tenths = { overtake: 4, urw: 2, random: 1, pct: 1, pos: 1, surw: 1 };
    expect(new Set(counts.keys())).toEqual(new Set(Object.keys(tenths)));
    for (const [name, expected] of Object.entries(tenths)) {
      const share = (counts.get(name) ?? 0) / SEEDS.length;
      expect(Math.abs(share - expected / 10), name).toBeLessThan(expected / 20);
    }
  });

  it('gives a seed to the same member, in whatever order seeds are run', () => {
    const forwards = SEEDS.map(memberOf);
    expect(SEEDS.toReversed().map(memberOf).toReversed()).toEqual(forwards);
  });
});
