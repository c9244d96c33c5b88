import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../sim/kernel/index.ts';
import { DeviationRecorder, OrderChooser } from '../../../sim/strategy/index.ts';
import { actorsOf, anyOf, type Bodies, decision, option, play, step } from '../../support/simulations.ts';

const name = (actor: string, label = 'x', occurrence = 1, fault?: string): string =>
  JSON.stringify([actor, label, occurrence, ...(fault === undefined ? [] : [fault])]);

const TIME = name('clock', 'time passes', 0);

/** Actors `a`, `b`, … that take so many steps `x`, and sleep for so many milliseconds before the first. */
function walkers(...plans: readonly (readonly [sleep: number, steps: number])[]): Bodies {
  return Object.fromEntries(
    plans.map(([sleep, steps], index) => [
      String.fromCodePoint('a'.charCodeAt(0) + index),
      async (actor: Actor) => {
        if (sleep > 0) await actor.sleep(sleep);
        for (let taken = 0; taken < steps; taken += 1) await actor.step(step('x'));
      },
    ]),
  );
}

async function inOrder(order: readonly string[], bodies: Bodies): Promise<string> {
  return actorsOf(await play(bodies, { chooser: new OrderChooser(order) })).join(' ');
}

describe('an order of steps', () => {
  it('is the same run when it is that of the run', async () => {
    const plans = fc.array(fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 5 })), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(plans, fc.string(), async (each, seed) => {
        const recorder = new DeviationRecorder(anyOf(seed));
        const run = await play(walkers(...each), { chooser: recorder });
        const chooser = new OrderChooser(recorder.taken.map((taken) => taken.name));
        const again = await play(walkers(...each), { chooser });
        expect(again.choices).toEqual(run.choices);
        expect(again.trace.hash()).toBe(run.trace.hash());
      }),
    );
  });

  it('passes over what never comes, and takes what is not on offer in time as soon as it is', async () => {
    const order = [name('nobody'), name('b', 'x', 2), name('a'), name('b')];
    expect(await inOrder(order, walkers([0, 1], [0, 2]))).toBe('a b b');
  });

  it('has what it does not know come right after what made it possible', async () => {
    const order = [name('a'), name('b'), name('a', 'x', 3)];
    expect(await inOrder(order, walkers([0, 3], [0, 2]))).toBe('a a b b a');
  });

  it('lets time pass where it says so, and else when nobody can step', async () => {
    const bodies = walkers([0, 2], [5, 1]);
    expect(await inOrder([name('a'), TIME, name('b')], bodies)).toBe('a a clock b');
    expect(await inOrder([name('a'), TIME, name('b'), name('a', 'x', 2)], bodies)).toBe('a clock b a');
    expect(await inOrder([], bodies)).toBe('a a clock b');
  });

  it('has no fault happen but those that it names, and what cannot go wrong goes right', () => {
    const plain = [option('a', 'x', { request: 1 }), option('b', 'x', { request: 2 })];
    const wrong = option('b', 'x', { request: 2, fault: 'lost' });
    const choose = (order: readonly string[], options = [...plain, wrong]): number =>
      new OrderChooser(order).choose({ ...decision(options), plain: 2 });
    expect(choose([name('a'), name('b')])).toBe(0);
    expect(choose([name('b', 'x', 1, 'lost'), name('a')])).toBe(2);
    expect(choose([name('b', 'x', 1, 'lost'), name('a')], plain)).toBe(1);
  });
});
