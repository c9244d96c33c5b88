import { describe, expect, it } from 'vitest';
import { aside, ordersOf, plain, search, shareOf, taking, touching, writes } from '../../support/searches.ts';
import { blocked, type Bodies, chiSquare } from '../../support/simulations.ts';

const LONG = 10;
/** Four standard deviations above what chance makes of six counts that should be alike. */
const TOLERABLE = 18;

/** Two steps each on one row; a comes to them late, and b goes on for long after them. */
const skewed = (): Bodies => ({
  a: taking(...aside('-', LONG), touching('a1', writes('x')), touching('a2', writes('x'))),
  b: taking(touching('b1', writes('x')), touching('b2', writes('x')), ...aside('-', LONG)),
});

describe('surw', () => {
  it('is uniform over the orders of the steps that contend, whatever else there is', async () => {
    const orders = ordersOf(await search('surw', skewed, 1_200), /[ab]/);
    expect(orders.size).toBe(6);
    expect(chiSquare([...orders.values()])).toBeLessThan(TOLERABLE);
  });

  it.each(['random', 'urw'])('is better at that than %s, which hardly ever has a before b', async (name) => {
    expect(shareOf(await search(name, skewed, 1_200), 'a1', 'b1')).toBeLessThan(0.1);
    expect(shareOf(await search('surw', skewed, 1_200), 'a1', 'b1')).toBeGreaterThan(0.4);
  });

  it('chooses for each run which of the contended rows is of interest', async () => {
    const rows = ['x', 'y'];
    const bodies = (): Bodies => ({
      a: taking(...rows.map((row) => touching(`a${row}`, writes(row))), ...aside('-', LONG)),
      b: taking(...aside('-', LONG), ...rows.map((row) => touching(`b${row}`, writes(row)))),
    });
    const runs = await search('surw', bodies, 600);
    for (const row of rows) expect(shareOf(runs, `b${row}`, `a${row}`)).toBeGreaterThan(0.1);
  });

  it('goes on where the one that was drawn waits for one that is held', async () => {
    let isFree = false;
    const bodies = (): Bodies => {
      isFree = false;
      const frees = {
        ...touching('b1', writes('x')),
        perform: () => {
          isFree = true;
          return touching('b1').perform();
        },
      };
      return {
        a: taking({ ...blocked('a1', () => isFree), footprint: () => [writes('x')] }),
        b: taking(...aside('-', 3), frees),
        c: taking(touching('c1', writes('x')), touching('c2', writes('x'))),
      };
    };
    const runs = await search('surw', bodies, 300);
    expect(runs.every(({ end }) => end === 'finished')).toBe(true);
    expect(ordersOf(runs, /[abc]/).size).toBe(6); // a after b, and c's two anywhere
  });

  it('is urw where nobody knows what steps touch', async () => {
    const bodies = (): Bodies => ({ a: taking(...plain('a', 1)), b: taking(...plain('b', 5)) });
    const orders = ordersOf(await search('surw', bodies, 1_200));
    expect(orders.size).toBe(6);
    expect(chiSquare([...orders.values()])).toBeLessThan(TOLERABLE);
  });
});
