import { describe, expect, it } from 'vitest';
import { ChainWatch } from '../../../sim/explore/index.ts';
import type { Actor } from '../../../sim/kernel/index.ts';
import { type Bodies, dullest, play, step } from '../../support/simulations.ts';

/** Steps so many times. */
async function steps(actor: Actor, count: number): Promise<void> {
  for (let left = count; left > 0; left -= 1) await actor.step(step('x'));
}

/** Steps, has another actor step three times, and steps again. */
async function calling(actor: Actor): Promise<void> {
  await actor.step(step('call'));
  await actor.spawn(`${actor.name}'s`, (handler) => steps(handler, 3)).join();
  await actor.step(step('answer'));
}

async function chainsOf(bodies: Bodies): Promise<readonly number[]> {
  const watch = new ChainWatch(dullest);
  await play(bodies, { chooser: watch });
  return watch.chains();
}

describe('the concurrent threads of a run', () => {
  it('are as long as they stepped', async () => {
    expect(await chainsOf({ a: (actor) => steps(actor, 2), b: (actor) => steps(actor, 4) })).toEqual([4, 2]);
  });

  it('are one with whom they start and wait for', async () => {
    expect(await chainsOf({ a: calling, b: calling })).toEqual([5, 5]);
  });

  it('are one with whom those start in their turn', async () => {
    const twice = async (actor: Actor): Promise<void> => {
      await actor.step(step('call'));
      await actor.spawn(`${actor.name}'s`, calling).join();
      await actor.step(step('answer'));
    };
    expect(await chainsOf({ a: twice, b: (actor) => steps(actor, 2) })).toEqual([7, 2]);
  });

  it('are two with whom they start and do not wait for', async () => {
    const starting = async (actor: Actor): Promise<void> => {
      await actor.step(step('start'));
      void actor.spawn('other', (other) => steps(other, 3));
      await steps(actor, 2);
    };
    expect(await chainsOf({ a: starting })).toEqual([3, 3]);
  });

  it('are not those that come before or after all others', async () => {
    const first = async (actor: Actor): Promise<void> => {
      await steps(actor, 5);
      for (const name of ['a', 'b']) actor.spawn(name, (each) => steps(each, 2));
    };
    expect(await chainsOf({ first })).toEqual([2, 2]);
    expect(await chainsOf({ alone: (actor) => steps(actor, 3) })).toEqual([]);
  });
});
