import { describe, expect, it } from 'vitest';
import {
  type Actor,
  type Chooser,
  type Decision,
  EPOCH,
  host,
  RandomRoot,
  Simulation,
} from '../../../sim/kernel/index.ts';
import { actorsOf, anyOf, blocked, choosing, dullest, hops, play, step } from '../../support/simulations.ts';

/** Takes steps labelled `a1`, `a2`, … for actor `a`. */
async function steps(actor: Actor, count: number): Promise<void> {
  for (let number = 1; number <= count; number += 1) await actor.step(step(`${actor.name}${number}`));
}

const labels = ({ options }: Decision): readonly string[] => options.map(({ label }) => label);

describe('one thing at a time', () => {
  it.each(['1', '2', '3'])(
    'lets an actor run on to its next gate before anybody else steps (%s)',
    async (seed) => {
      const log: string[] = [];
      const body = async (actor: Actor): Promise<void> => {
        for (let round = 0; round < 5; round += 1) {
          await actor.step(step('step', () => log.push(`${actor.name} steps`)));
          await hops(10);
          log.push(`${actor.name} went on`);
        }
      };
      await play({ a: body, b: body, c: body }, { chooser: anyOf(seed) });
      expect(log).toHaveLength(30);
      for (let index = 0; index < log.length; index += 2) {
        expect(log[index + 1]).toBe(log[index]?.replace('steps', 'went on'));
      }
    },
  );

  it('numbers the steps of the trace and says who took each, and when', async () => {
    const { trace } = await play({
      a: async (actor) => {
        await steps(actor, 1);
        await actor.sleep(20);
        await steps(actor, 1);
      },
    });
    const detail = { kind: 'test', label: 'a1', value: 'a1' };
    expect(trace.steps).toEqual([
      { number: 1, time: EPOCH, actor: 'a', preempts: false, detail },
      {
        number: 2,
        time: EPOCH + 20,
        actor: 'clock',
        preempts: false,
        detail: { kind: 'time', to: EPOCH + 20, woke: ['a'] },
      },
      { number: 3, time: EPOCH + 20, actor: 'a', preempts: false, detail },
    ]);
  });

  it('does not let the event loop turn', async () => {
    let turns = 0;
    let seen = -1;
    const running = play({
      async a(actor) {
        await steps(actor, 50);
        seen = turns;
      },
    });
    host.setImmediate(() => (turns += 1));
    await running;
    await new Promise((resolve) => host.setImmediate(resolve));
    expect({ seen, turns }).toEqual({ seen: 0, turns: 1 });
  });

  it('runs an actor that was spawned by another', async () => {
    const run = await play({
      async parent(actor) {
        await steps(actor, 1);
        const child = actor.start('child', () => steps(actor, 1));
        await child.join();
        await steps(actor, 1);
      },
    });
    expect(actorsOf(run)).toEqual(['parent', 'parent', 'parent']);
  });
});

describe('choices', () => {
  it('orders options from the dullest: who stepped last goes on, then who waits longest, then time', async () => {
    const chooser = choosing('b1', 'b2', 'c1', 'a1', 'b3', 'time passes');
    const bodies = {
      a: (actor: Actor) => steps(actor, 1),
      b: (actor: Actor) => steps(actor, 3),
      c: (actor: Actor) => steps(actor, 2),
      d: (actor: Actor) => actor.sleep(5),
    };
    await play(bodies, { chooser });
    expect(chooser.decisions.map(labels)).toEqual([
      ['a1', 'b1', 'c1', 'time passes'], // nobody stepped yet: in order of arrival
      ['b2', 'a1', 'c1', 'time passes'],
      ['b3', 'a1', 'c1', 'time passes'],
      ['c2', 'a1', 'b3', 'time passes'],
      ['b3', 'c2', 'time passes'], // a ended
      ['c2', 'time passes'],
    ]);
    expect(chooser.decisions.map((decision) => decision.step)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(chooser.decisions[0]?.options.map(({ actorName, isTime }) => [actorName, isTime])).toEqual([
      ['a', false],
      ['b', false],
      ['c', false],
      ['clock', true],
    ]);
  });

  it('lets choice 0 be the same activity of an actor that has several', async () => {
    const taken: string[] = [];
    const run = await play({
      async a(actor) {
        const both = ['x', 'y'].map((name) =>
          actor.start(name, async () => {
            for (let number = 1; number <= 3; number += 1)
              await actor.step(step(`${name}${number}`, () => taken.push(name)));
          }),
        );
        for (const each of both) await each.join();
      },
    });
    expect(taken).toEqual(['x', 'x', 'x', 'y', 'y', 'y']);
    expect(run.preemptions).toBe(0);
  });
  it('asks only where there are two options or more, and logs just these choices', async () => {
    const asked: number[] = [];
    const chooser: Chooser = {
      choose({ options }) {
        asked.push(options.length);
        return options.length - 1;
      },
    };
    const run = await play(
      { a: (actor) => steps(actor, 2), b: (actor) => steps(actor, 1), idle: (actor) => actor.sleep(1) },
      { chooser },
    );
    expect(actorsOf(run)).toEqual(['clock', 'b', 'a', 'a']);
    expect(asked).toEqual([3, 2]);
    expect(run.choices).toEqual([2, 1]);
  });

  it('does not offer a step that is not ready, and offers it once it is', async () => {
    let isOpen = false;
    const chooser = choosing('door');
    const run = await play(
      {
        a: async (actor) => void (await actor.step(blocked('door', () => isOpen))),
        async b(actor) {
          await actor.step(step('look'));
          await actor.step(step('unlock', () => (isOpen = true)));
          await actor.step(step('leave'));
        },
      },
      { chooser },
    );
    expect(actorsOf(run)).toEqual(['b', 'b', 'a', 'b']);
    expect(chooser.decisions.map(labels)).toEqual([['leave', 'door']]); // before, there was nothing to choose
  });

  it.each([-1, 2, 0.5, Number.NaN])('refuses a strategy that chooses option %d of two', async (index) => {
    const running = play(
      { a: (actor) => steps(actor, 1), b: (actor) => steps(actor, 1) },
      { chooser: { choose: () => index } },
    );
    await expect(running).rejects.toThrow(`the strategy chose ${index} of 2 options`);
  });
});

describe('preemptions', () => {
  const two = { a: (actor: Actor) => steps(actor, 2), b: (actor: Actor) => steps(actor, 2) };

  it('counts none while everybody goes on as far as it can', async () => {
    const run = await play(two);
    expect(actorsOf(run)).toEqual(['a', 'a', 'b', 'b']);
    expect(run.preemptions).toBe(0);
  });

  it('counts every step that takes the turn from an activity that could have gone on', async () => {
    const run = await play(two, { chooser: choosing('a1', 'b1', 'a2') });
    expect(actorsOf(run)).toEqual(['a', 'b', 'a', 'b']);
    expect(run.trace.steps.map(({ preempts }) => preempts)).toEqual([false, true, true, false]);
    expect(run.preemptions).toBe(2);
  });

  it('counts none where the last activity waits for something else, nor where time passes', async () => {
    const run = await play(
      {
        async a(actor) {
          await steps(actor, 1);
          await actor.sleep(5);
          await steps(actor, 1);
        },
        b: two.b,
      },
      { chooser: choosing('a1', 'b1', 'time passes', 'b2') },
    );
    expect(actorsOf(run)).toEqual(['a', 'b', 'clock', 'b', 'a']);
    expect(run.preemptions).toBe(0);
  });
});

describe('who is interrupted by fairness', () => {
  it('is not preempted: nobody chose it', async () => {
    const two = { a: (actor: Actor) => steps(actor, 3), b: (actor: Actor) => steps(actor, 3) };
    const limits = { chaosSteps: 2, chaosMs: 1_000, healingSteps: 100, healingMs: 1_000 };
    const run = await play(two, { limits });
    expect(actorsOf(run)).toEqual(['a', 'a', 'b', 'a', 'b', 'b']);
    expect(run.preemptions).toBe(0);
  });
});

describe('the end of a run', () => {
  it('is finished when every actor has ended', async () => {
    const run = await play({ a: (actor) => steps(actor, 3), b: (actor) => actor.sleep(7) });
    expect(run).toMatchObject({ end: 'finished', elapsedMs: 7, failures: [] });
  });

  it('is finished at once without any actor', async () => {
    expect(await play({})).toMatchObject({ end: 'finished', elapsedMs: 0, choices: [], preemptions: 0 });
  });

  it('waits for activities that nobody joins', async () => {
    const run = await play({
      async a(actor) {
        actor.start('late', () => actor.sleep(40));
      },
    });
    expect(run).toMatchObject({ end: 'finished', elapsedMs: 40 });
  });

  it('is stuck when nothing could ever happen again', async () => {
    const run = await play({
      a: async (actor) => void (await actor.step(blocked('never', () => false))),
      b: (actor) => steps(actor, 2),
    });
    expect(run).toMatchObject({ end: 'stuck', failures: [] });
    expect(actorsOf(run)).toEqual(['b', 'b']);
  });

  it('is exhausted when the steps of both phases are used up', async () => {
    const limits = { chaosSteps: 7, healingSteps: 5 };
    const run = await play({ a: (actor) => steps(actor, Number.POSITIVE_INFINITY) }, { limits });
    expect(run.end).toBe('exhausted');
    expect(run.trace.steps).toHaveLength(12);
  });

  it('is exhausted when the time of both phases is over', async () => {
    const run = await play(
      {
        async a(actor) {
          for (;;) await actor.sleep(30);
        },
      },
      { limits: { chaosMs: 100, healingMs: 50 } },
    );
    expect(run).toMatchObject({ end: 'exhausted', elapsedMs: 180 });
  });

  it('reports what actors ended with, and lets the others go on', async () => {
    const first = new Error('first');
    const run = await play({
      async a(actor) {
        await steps(actor, 1);
        throw first;
      },
      b: (actor) => steps(actor, 3),
      c: () => Promise.reject(new Error('second')),
    });
    expect(run.end).toBe('finished');
    expect(run.failures.map(({ actor, error }) => [actor, String(error)])).toEqual([
      ['c', 'Error: second'],
      ['a', 'Error: first'],
    ]);
    expect(run.failures[1]?.error).toBe(first);
    expect(actorsOf(run)).toEqual(['a', 'b', 'b', 'b']);
  });

  it('lets nobody move afterwards', async () => {
    const moved: string[] = [];
    const later: (() => Promise<unknown>)[] = [];
    await play({
      async a(actor) {
        later.push(
          () => actor.step(step('late', () => moved.push('performed'))),
          () => actor.sleep(0),
          () => actor.settled(),
        );
      },
    });
    for (const call of later) void call().then(() => moved.push('went on'));
    expect(later).toHaveLength(3);
    await new Promise((resolve) => host.setImmediate(resolve));
    expect(moved).toEqual([]);
  });
});

describe('the healing phase', () => {
  const endless = { a: (actor: Actor) => steps(actor, 1_000), b: (actor: Actor) => steps(actor, 1_000) };

  it('is fair: whoever waits longest comes first, whatever the strategy wants', async () => {
    const limits = { chaosSteps: 10, healingSteps: 6 };
    const run = await play(endless, { limits });
    expect(actorsOf(run).join('')).toBe('aaaaaaaaaabababa');
    expect(run.choices).toHaveLength(10); // nothing is chosen any more
  });

  it('begins when the time of the chaos phase is over, however few steps were taken', async () => {
    const run = await play(
      { ...endless, c: (actor) => actor.sleep(60) },
      {
        chooser: { choose: ({ step: at, options }) => (at === 3 ? options.length - 1 : 0) },
        limits: { chaosMs: 50, healingSteps: 4, chaosSteps: 6 },
      },
    );
    expect(actorsOf(run).join('')).toBe('aaclockbababab');
  });

  it('lets time pass only when nobody can step', async () => {
    const run = await play(
      { a: (actor) => steps(actor, 3), b: (actor) => actor.sleep(1), c: (actor) => actor.sleep(2) },
      { limits: { chaosSteps: 0 } },
    );
    expect(actorsOf(run)).toEqual(['a', 'a', 'a', 'clock', 'clock']);
    expect(run.choices).toEqual([]);
  });

  it('lets who was starved come to its end', async () => {
    const limits = { chaosSteps: 500, healingSteps: 100 };
    const starving: Chooser = {
      choose: ({ options }) =>
        Math.max(
          0,
          options.findIndex(({ actorName }) => actorName === 'b'),
        ),
    };
    let ended = false;
    await play(
      {
        async a(actor) {
          await steps(actor, 20);
          ended = true;
        },
        b: endless.b,
      },
      { chooser: starving, limits },
    );
    expect(ended).toBe(true);
  });
});

describe('a simulation', () => {
  it('tells who moves, and nobody outside of its run', async () => {
    const simulation = new Simulation({ random: new RandomRoot('s'), chooser: dullest });
    const movers: unknown[] = [simulation.mover()];
    for (const name of ['a', 'b']) {
      simulation.spawn(name, async (actor) => {
        movers.push(simulation.mover() === actor);
        await actor.step(step('x'));
        movers.push(simulation.mover() === actor);
      });
    }
    await simulation.run();
    expect([...movers, simulation.mover()]).toEqual([undefined, true, true, true, true, undefined]);
  });

  it('tells what everybody waits for', async () => {
    const simulation = new Simulation({ random: new RandomRoot('s'), chooser: dullest });
    simulation.spawn('a', async (actor) => {
      await actor.step(blocked('the moon', () => false));
    });
    expect((await simulation.run()).end).toBe('stuck');
    expect(simulation.waiting()).toEqual([{ actor: 'a', label: 'the moon' }]);
  });
});
