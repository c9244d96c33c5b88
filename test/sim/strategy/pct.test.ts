import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../sim/kernel/index.ts';
import { STRATEGIES, strategyNamed } from '../../../sim/strategy/index.ts';
import { plain, search, shareOf, taking } from '../../support/searches.ts';
import { type Bodies, step } from '../../support/simulations.ts';

const LONG = 12;
/** What chance may take of a share that is exactly what is promised. */
const LUCK = 0.75;

/** Depth 2: something is wrong if b steps between two steps of a in particular. */
const between = (): Bodies => ({ a: taking(...plain('a', LONG)), b: taking(...plain('b', 1)) });
/** Depth 3: something is wrong if besides b does not go on before a has ended. */
const torn = (): Bodies => ({ a: taking(...plain('a', LONG)), b: taking(...plain('b', 2)) });

describe('pct', () => {
  it('finds a bug of depth 2 as often as it promises, and random does not', async () => {
    const promised = 1 / (2 * (LONG + 1));
    expect(shareOf(await search('pct:2', between, 2_000), 'a11', 'b1', 'a12')).toBeGreaterThan(
      LUCK * promised,
    );
    expect(shareOf(await search('random', between, 2_000), 'a11', 'b1', 'a12')).toBeLessThan(promised / 4);
  });

  it('finds a bug of depth 3 as often as it promises', async () => {
    const promised = 1 / (2 * (LONG + 2) ** 2);
    const runs = await search('pct:3', torn, 4_000);
    expect(shareOf(runs, 'a6', 'b1', 'a7', 'a12', 'b2')).toBeGreaterThan(LUCK * promised);
  });

  it('never finds what needs more changes of priority than it makes', async () => {
    expect(shareOf(await search('pct:1', between, 500), 'a6', 'b1', 'a7')).toBe(0);
    expect(shareOf(await search('pct:2', torn, 500), 'a6', 'b1', 'a7', 'a12', 'b2')).toBe(0);
  });

  it('lets threads that begin during the run have any priority', async () => {
    const bodies = (): Bodies => ({
      a: async (actor: Actor) => {
        await actor.step(step('begin'));
        actor.spawn('late', taking(...plain('late', 3)));
        for (const each of plain('a', 3)) await actor.step(each);
      },
    });
    const runs = await search('pct:1', bodies, 200);
    expect(shareOf(runs, 'late3', 'a1')).toBeGreaterThan(0.3);
    expect(shareOf(runs, 'a3', 'late1')).toBeGreaterThan(0.3);
  });

  it.each([1, 2])(
    'does not let %i pollers keep the one whom they wait for from stepping',
    async (pollers) => {
      const bodies = (): Bodies => {
        const flag = { isSet: false };
        const poll = async (actor: Actor): Promise<void> => {
          while (!flag.isSet) await actor.step(step('poll'));
        };
        const set = async (actor: Actor): Promise<void> => {
          for (const each of plain('set', 5)) await actor.step(each);
          flag.isSet = true;
        };
        return { a: poll, ...(pollers === 2 ? { c: poll } : {}), b: set };
      };
      const runs = await search('pct', bodies, 300);
      expect(runs.every(({ end }) => end === 'finished')).toBe(true);
      expect(Math.max(...runs.map(({ trace }) => trace.steps.length))).toBeLessThan(300);
    },
  );

  it('can be named with its depth, from 1 to 99', () => {
    expect(strategyNamed('pct')).toBe(STRATEGIES.find(({ name }) => name === 'pct'));
    expect(strategyNamed('pct:5')?.name).toBe('pct:5');
    for (const name of ['pct:', 'pct:0', 'pct:100', 'pct:x', 'pct:2 ', 'pos:2']) {
      expect(strategyNamed(name), name).toBeUndefined();
    }
  });
});
