import { describe, expect, it } from 'vitest';
import { aside, ordersOf, plain, search, shareOf, taking, touching, writes } from '../../support/searches.ts';
import { type Bodies, chiSquare } from '../../support/simulations.ts';

const LONG = 10;

/** Two writes race; before the one of a, a takes many steps that concern nobody. */
const late = (): Bodies => ({
  a: taking(...aside('a', LONG), touching('write a', writes('x'))),
  b: taking(touching('write b', writes('x'))),
});

describe('pos', () => {
  it('takes no account of steps that race with none: 1 in 12 runs has the late write first', async () => {
    const share = shareOf(await search('pos', late, 2_000), 'write a', 'write b');
    expect(share).toBeGreaterThan(0.8 / (LONG + 2));
    expect(share).toBeLessThan(1.2 / (LONG + 2));
  });

  it('is better at that than random, which hardly ever has it', async () => {
    expect(shareOf(await search('random', late, 2_000), 'write a', 'write b')).toBeLessThan(0.01);
  });

  it('draws anew for steps that race with the one taken', async () => {
    const bodies = (): Bodies => ({
      a: taking(touching('a1', writes('x')), touching('a2', writes('x'))),
      b: taking(touching('b1', writes('x')), touching('b2', writes('x'))),
    });
    const orders = ordersOf(await search('pos', bodies, 2_000));
    // All race, so each step is drawn uniformly: orders in which one goes on twice end by force.
    const expected = { 'a1 a2 b1 b2': 500, 'b1 b2 a1 a2': 500, 'a1 b1 a2 b2': 250, 'a1 b1 b2 a2': 250 };
    for (const [order, count] of Object.entries(expected)) {
      expect(orders.get(order), order).toBeGreaterThan(count * 0.8);
      expect(orders.get(order), order).toBeLessThan(count * 1.2);
    }
  });

  it('is random where nobody knows what steps touch', async () => {
    const bodies = (): Bodies => ({ a: taking(...plain('a', 1)), b: taking(...plain('b', 3)) });
    const orders = ordersOf(await search('pos', bodies, 1_600));
    const counts = ['a1 b1 b2 b3', 'b1 a1 b2 b3', 'b1 b2 a1 b3', 'b1 b2 b3 a1'].map(
      (order) => orders.get(order) ?? 0,
    );
    const [first = 0, second = 0, third = 0, fourth = 0] = counts;
    expect(chiSquare([first / 4, second / 2, third, fourth])).toBeLessThan(20);
  });
});
