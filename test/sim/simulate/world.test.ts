import { describe, expect, expectTypeOf, it } from 'vitest';
import { simulate } from '../../../sim/simulate/index.ts';
import { bootedTarget, failureOf, inRun } from '../../support/own-code.ts';

const target = bootedTarget('create table entry (id int primary key)');

describe('actors', () => {
  it('run at the same time, in every order', async () => {
    const orders = new Set<string>();
    await simulate({ target: target(), runs: 40 }, async ({ pool, actors }) => {
      const order: string[] = [];
      const twice = async (name: string): Promise<void> => {
        await pool.query('select 1');
        order.push(name);
        await pool.query('select 2');
        order.push(name);
      };
      await actors({ a: () => twice('a'), b: () => twice('b') });
      orders.add(order.join(''));
    });
    expect([...orders].toSorted()).toEqual(['aabb', 'abab', 'abba', 'baab', 'baba', 'bbaa']);
  });

  it('return what their bodies return, by name', () =>
    inRun(target(), async ({ actor, actors }) => {
      const returned = await actors({ one: () => 1, two: async () => await Promise.resolve('2') });
      expectTypeOf(returned).toEqualTypeOf<{ one: number; two: string }>();
      expect(returned).toEqual({ one: 1, two: '2' });
      expect(await actor('three', () => 3)).toBe(3);
    }));

  it('take their steps in their own name, whoever made the pool they use', async () => {
    const result = await simulate({ target: target() }, async ({ openPool, actors }) => {
      const pool = openPool();
      await pool.query('select 0');
      await actors({ a: () => pool.query('select 1'), b: () => pool.query('select 2') });
      throw new Error('look');
    });
    const { steps } = failureOf(result).run.trace;
    const named = steps.map(
      ({ actor, detail }) => `${actor}: ${'text' in detail ? String(detail.text) : ''}`,
    );
    expect(named.toSorted()).toEqual(['a: select 1', 'b: select 2', 'main: select 0']);
  });

  it('have randomness of their own, whoever goes first', async () => {
    const draws = new Map<string, Set<number>>();
    await simulate(
      { target: target(), runs: 20, seeds: ['s'], strategy: 'random' },
      async ({ pool, random, actors }) => {
        const draw = async (name: string): Promise<void> => {
          await pool.query('select 1');
          draws.set(name, (draws.get(name) ?? new Set()).add(random.fraction()));
        };
        await actors({ a: () => draw('a'), b: () => draw('b') });
      },
    );
    expect([...draws.values()].map(({ size }) => size)).toEqual([1, 1]);
    expect(draws.get('a')).not.toEqual(draws.get('b'));
  });

  it('may start further actors, and all have ended when the run has', async () => {
    const ended: string[] = [];
    await inRun(target(), async ({ pool, actor }) => {
      await actor('parent', async (world) => {
        void world.actor('child', async () => {
          for (let n = 0; n < 5; n += 1) await pool.query('select 1');
          ended.push('child');
        });
        ended.push('parent');
      });
      ended.push('main');
    });
    expect(ended.slice(0, 3)).toEqual(['parent', 'main', 'child']);
  });

  it('that fail are told after all have ended', () =>
    expect(
      inRun(target(), async ({ pool, actors }) => {
        let hasEnded = false;
        const waited = actors({
          fails: () => {
            throw new Error('first');
          },
          async lasts() {
            await pool.query('select 1');
            hasEnded = true;
          },
        });
        await waited.catch(() => undefined);
        expect(hasEnded).toBe(true);
      }),
    ).rejects.toThrow('first'));

  it.each(['a', 'main', 'clock'])('need names of their own: %s is taken', (name) =>
    expect(
      inRun(target(), async ({ actor }) => {
        await actor('a', () => undefined);
        await actor(name, () => undefined);
      }),
    ).rejects.toThrow(`there are two actors named ${name}: each needs its own name`),
  );
});
