import { describe, expect, it } from 'vitest';
import { fingerprintOf, textOf } from '../../../sim/coverage/index.ts';
import { Sightings } from '../../../sim/coverage/sightings.ts';

const thing = (name: number): string => textOf(fingerprintOf(`thing ${name}`));

describe('sightings', () => {
  it('are exact while there are few things', () => {
    const sightings = new Sightings(10);
    for (const name of [1, 2, 3, 2, 3, 3]) sightings.add(thing(name), 0);
    expect([sightings.distinct, sightings.once, sightings.isExact]).toEqual([3, 1, true]);
  });

  it('are estimated when there are more than are kept: distinct ones, and those seen once', () => {
    const sightings = new Sightings(1_000);
    // 20,000 things, of which every other one comes back.
    for (let name = 0; name < 20_000; name += 1) {
      sightings.add(thing(name), 0);
      if (name % 2 === 0) sightings.add(thing(name), 0);
    }
    expect(sightings.isExact).toBe(false);
    // A sample of 625 of them: the standard deviation is 4 %.
    expect(Math.abs(sightings.distinct / 20_000 - 1)).toBeLessThan(0.15);
    expect(Math.abs(sightings.once / 10_000 - 1)).toBeLessThan(0.25);
  });

  it('do not depend on the order in which things come, once all have come', () => {
    const names = Array.from({ length: 5_000 }, (_, name) => name % 3_000);
    const figures = [names, names.toReversed()].map((order) => {
      const sightings = new Sightings(500);
      for (const name of order) sightings.add(thing(name), 0);
      return sightings.distinct;
    });
    expect(figures[0]).toBe(figures[1]);
  });

  it.each([10, 1_000, 100_000])(
    'put together are what one has seen who saw all, with room for %i',
    (most) => {
      const whole = new Sightings(most);
      const parts = [new Sightings(most), new Sightings(most), new Sightings(most)];
      for (let turn = 0; turn < 9_000; turn += 1) {
        const name = (turn * 7_919) % 5_000;
        const interval = turn >>> 10;
        whole.add(thing(name), interval);
        parts[name % 2 === 0 ? turn % 3 : 0]?.add(thing(name), interval);
      }
      for (const order of [parts, parts.toReversed()]) {
        const merged = new Sightings(most);
        for (const part of order) merged.merge(part.part());
        expect(merged.part()).toEqual(whole.part());
        expect([merged.once, merged.byInterval()]).toEqual([whole.once, whole.byInterval()]);
      }
    },
  );

  it('know when each thing was seen first', () => {
    const sightings = new Sightings();
    for (const [name, interval] of [
      [1, 4],
      [2, 3],
      [1, 2],
    ] as const)
      sightings.add(thing(name), interval);
    expect(sightings.byInterval()).toEqual([undefined, undefined, 1, 1]);
  });
});
