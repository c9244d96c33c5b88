import { describe, expect, it } from 'vitest';
import { host } from '../../../sim/kernel/index.ts';
import type { Fiber } from '../../../src/ports/index.ts';
import { actorsOf, answering, choosing, play, step } from '../../support/simulations.ts';

describe('activities', () => {
  it('run concurrently, and hand their result to whoever joins, as often as they like', async () => {
    const results: unknown[] = [];
    const run = await play(
      {
        async a(actor) {
          const one = actor.start('one', async () => await actor.step(answering('one', () => 1)));
          const two = actor.start('two', async () => await actor.step(answering('two', () => 2)));
          results.push(await one.join(), await two.join(), await one.join());
        },
      },
      { chooser: choosing('two') },
    );
    expect(results).toEqual([1, 2, 1]);
    expect(run.trace.steps).toHaveLength(2);
  });

  it('throw their error at whoever joins', async () => {
    const caught: unknown[] = [];
    const run = await play({
      async a(actor) {
        const failing = actor.start('failing', async () => {
          await actor.step(step('work'));
          throw new Error('failed');
        });
        for (let time = 0; time < 2; time += 1)
          await failing.join().catch((error: unknown) => caught.push(String(error)));
      },
    });
    expect(caught).toEqual(['Error: failed', 'Error: failed']);
    expect(run.failures).toEqual([]);
  });

  it('keep their error to themselves when nobody joins', async () => {
    const run = await play({
      async a(actor) {
        actor.start('failing', () => Promise.reject(new Error('failed')));
        await actor.step(step('work'));
      },
    });
    expect(run).toMatchObject({ end: 'finished', failures: [] });
    await new Promise((resolve) => host.setImmediate(resolve)); // an unhandled rejection would be reported here
  });

  it('are joined as soon as any of them has ended', async () => {
    const ended: string[] = [];
    const run = await play({
      async a(actor) {
        const sleepers = [30, 10, 20].map((pause) =>
          actor.start(`sleep ${pause}`, async () => {
            await actor.sleep(pause);
            ended.push(`${pause}`);
            if (pause === 20) throw new Error('ends too');
          }),
        );
        await actor.anyEnded(sleepers);
        ended.push('first');
        await actor.anyEnded(sleepers.slice(2));
        ended.push('second');
        await actor.anyEnded(sleepers); // two have ended before
        ended.push('third');
      },
    });
    expect(ended).toEqual(['10', 'first', '20', 'second', 'third', '30']);
    expect(run).toMatchObject({ end: 'finished', elapsedMs: 30 });
  });

  it('cannot be waited for where there are none, or where they are not of a simulation', async () => {
    const foreign: Fiber<void> = { join: () => Promise.resolve() };
    const run = await play({
      none: async (actor) => await actor.anyEnded([]),
      foreign: async (actor) => await actor.anyEnded([foreign]),
    });
    expect(run.failures.map(({ error }) => String(error))).toEqual([
      'RangeError: waiting for any of no activities would never end',
      'TypeError: not an activity of this simulation',
    ]);
  });
});

describe('spawn', () => {
  it('puts another actor on stage, which takes its steps in its own name', async () => {
    const run = await play({
      async a(actor) {
        actor.spawn('b', (other) => other.step(step('b1')));
        await actor.step(step('a1'));
      },
    });
    expect(actorsOf(run).toSorted()).toEqual(['a', 'b']);
    expect(run.end).toBe('finished');
  });

  it('gives whoever joins it what its body came to', async () => {
    const seen: unknown[] = [];
    const run = await play({
      async a(actor) {
        const good = actor.spawn('good', async (other) => `${other.name} ${await other.step(step('g'))}`);
        const bad = actor.spawn('bad', () => Promise.reject(new Error('no')));
        seen.push(await good.join(), await bad.join().catch(String));
      },
    });
    expect(seen).toEqual(['good g', 'Error: no']);
    expect(run.failures).toEqual([]);
  });

  it('gives it randomness of its own', async () => {
    const draws: number[] = [];
    await play({
      async a(actor) {
        draws.push(await actor.spawn('b', async (other) => other.random.fraction()).join());
      },
    });
    await play({
      async b(actor) {
        draws.push(actor.random.fraction());
      },
    });
    expect(draws[0]).toBe(draws[1]);
  });
});
