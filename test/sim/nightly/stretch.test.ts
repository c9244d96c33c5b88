import { describe, expect, it } from 'vitest';
import { Stretch } from '../../../sim/nightly/stretch.ts';

describe('a stretch of places', () => {
  it('is done from its first place on, whatever the order in which places are', () => {
    const stretch = new Stretch('pglite', 10);
    for (const at of [11, 13, 10]) stretch.add(at);
    expect(stretch.next).toBe(12);
    expect(stretch.beyond).toEqual([13]);
    expect(stretch.end).toBe(14);
    expect([9, 10, 11, 12, 13, 14].map((at) => stretch.isDone(at))).toEqual([
      true,
      true,
      true,
      false,
      true,
      false,
    ]);
  });

  it('goes on from what was written of it', () => {
    const stretch = new Stretch('pglite', 10);
    stretch.skipTo(12, [13, 15]);
    stretch.add(12);
    expect([stretch.next, ...stretch.beyond]).toEqual([14, 15]);
    stretch.skipTo(16, []);
    expect([stretch.next, ...stretch.beyond]).toEqual([16]);
  });

  it('is copied whole, and apart', () => {
    const stretch = new Stretch('pglite', 10);
    stretch.skipTo(12, [13]);
    const copy = stretch.copy();
    copy.add(12);
    expect([stretch.next, copy.next]).toEqual([12, 14]);
    expect(copy.from).toBe(10);
  });
});
