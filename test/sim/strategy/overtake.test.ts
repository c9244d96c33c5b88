import { describe, expect, it } from 'vitest';
import type { Access, Actor } from '../../../sim/kernel/index.ts';
import {
  aside,
  labelsOf,
  ordersOf,
  plain,
  search,
  shareOf,
  taking,
  touching,
  writes,
} from '../../support/searches.ts';
import { type Bodies, chiSquare } from '../../support/simulations.ts';

const reads = (key: string): Access => ({ space: 't', key, mode: 'read' });
const LONG = 10;

/** a looks, and changes at once; b comes to its change late. */
const late = (): Bodies => ({
  a: taking(touching('look', reads('x')), touching('change', writes('x'))),
  b: taking(...aside('b', LONG), touching('set', writes('x'))),
});

/** b changes at once, and a comes to its look late. */
const early = (): Bodies => ({
  a: taking(...aside('a', LONG), touching('look', reads('x')), touching('change', writes('x'))),
  b: taking(touching('set', writes('x'))),
});

/** So many who insert what follows the last one, and look again where that is there already. */
function inserting(count: number, done: (looks: number) => void): Bodies {
  let last = 0;
  const insert = async (actor: Actor): Promise<void> => {
    for (let looks = 1; ; looks += 1) {
      let seen = 0;
      const look = touching('look', reads('x'));
      await actor.step({ ...look, perform: () => ((seen = last), look.perform()) });
      let isRefused = false;
      const put = touching('insert', writes('x'));
      await actor.step({
        ...put,
        perform: () => {
          isRefused = seen !== last;
          if (!isRefused) last += 1;
          return put.perform();
        },
      });
      if (!isRefused) return done(looks);
    }
  };
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`peer-${index}`, insert]));
}

describe('overtake', () => {
  it.each([
    ['comes late', late],
    ['would come too soon', early],
  ])('has somebody who %s change a row between the look and the change of another', async (_, bodies) => {
    expect(shareOf(await search('overtake', bodies, 200), 'look', 'set', 'change')).toBeGreaterThan(0.8);
    expect(shareOf(await search('random', bodies, 200), 'look', 'set', 'change')).toBeLessThan(0.25);
  });

  it('has one of n peers lose against all the others, one after the other', async () => {
    const lastOfAll = async (name: string): Promise<number> => {
      const worst: number[] = [];
      const bodies = (): Bodies => {
        const run = worst.push(0) - 1;
        return inserting(6, (looks) => void (worst[run] = Math.max(worst[run] ?? 0, looks - 1)));
      };
      await search(name, bodies, 50);
      return worst.filter((times) => times === 5).length / worst.length;
    };
    // Half of its runs are about the second look, which ends a window, too.
    expect(await lastOfAll('overtake')).toBeGreaterThan(0.3);
    expect(await lastOfAll('random')).toBeLessThan(0.05);
  });

  it('chooses for each run which of the windows it is about', async () => {
    const bodies = (): Bodies => ({
      a: taking(touching('look x', reads('x')), touching('change x', writes('x')), ...aside('a', LONG)),
      b: taking(touching('look y', reads('y')), touching('change y', writes('y')), ...aside('b', LONG)),
      c: taking(...aside('c', LONG), touching('set x', writes('x')), touching('set y', writes('y'))),
    });
    const runs = await search('overtake', bodies, 200);
    for (const row of ['x', 'y']) {
      const share = shareOf(runs, `look ${row}`, `set ${row}`, `change ${row}`);
      expect(share).toBeGreaterThan(0.4);
      expect(share).toBeLessThan(0.75);
    }
  });

  it('does not always hold the first one who comes to the place, for it may be about the second', async () => {
    const bodies = (): Bodies => ({
      a: async (actor) => {
        await actor.step(touching('look', reads('x')));
        for (let turn = 0; turn < 2; turn += 1) await actor.step(touching('change', writes('x')));
        await actor.step(touching('end'));
      },
      b: taking(touching('set', writes('x'))),
    });
    const betweenChanges = (await search('overtake', bodies, 400)).filter((run) =>
      /change set change/.test(labelsOf(run).join(' ')),
    );
    expect(betweenChanges.length).toBeGreaterThan(5);
    expect(betweenChanges.length).toBeLessThan(100);
  });

  it('lets time pass for somebody who would come too soon, until the other one is awake', async () => {
    const bodies = (): Bodies => ({
      a: async (actor) => {
        await actor.sleep(1_000);
        await actor.step(touching('look', reads('x')));
        await actor.step(touching('change', writes('x')));
      },
      b: taking(touching('set', writes('x'))),
    });
    expect(shareOf(await search('overtake', bodies, 100), 'look', 'set', 'change')).toBeGreaterThan(0.9);
    expect(shareOf(await search('random', bodies, 100), 'look', 'set', 'change')).toBeLessThan(0.1);
  });

  it('does not wait for ever: neither for whom nobody overtakes, nor while others go round and round', async () => {
    const bodies = (): Bodies => {
      const run = { isDone: false };
      return {
        a: async (actor) => {
          await actor.step(touching('look', reads('x')));
          await actor.step(touching('change', writes('x')));
          run.isDone = true;
        },
        b: async (actor) => {
          await actor.step(touching('set', writes('x')));
          while (!run.isDone) await actor.step(touching('poll'));
        },
      };
    };
    for (const { end, trace } of await search('overtake', bodies, 50)) {
      expect(end).toBe('finished');
      expect(trace.steps.length).toBeLessThan(300);
    }
  });

  it('is random where nobody knows what steps touch', async () => {
    const bodies = (): Bodies => ({ a: taking(...plain('a', 1)), b: taking(...plain('b', 2)) });
    const orders = ordersOf(await search('overtake', bodies, 1_600));
    const [first = 0, second = 0, third = 0] = ['a1 b1 b2', 'b1 a1 b2', 'b1 b2 a1'].map((order) =>
      orders.get(order),
    );
    expect(chiSquare([first / 2, second, third])).toBeLessThan(20);
  });
});
