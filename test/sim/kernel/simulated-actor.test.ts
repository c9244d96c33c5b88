import { createHook } from 'node:async_hooks';
import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { type Actor, EPOCH, type RequestedStep, type TimeDetail } from '../../../sim/kernel/index.ts';
import {
  actorsOf,
  answering,
  anyOf,
  blocked,
  choosing,
  hops,
  play,
  step,
} from '../../support/simulations.ts';

describe('step', () => {
  it('gives the actor what the step came to', async () => {
    const given: unknown[] = [];
    await play({
      async a(actor) {
        given.push(
          await actor.step(answering('count', () => 3)),
          await actor.step(answering('nothing', () => undefined)),
        );
      },
    });
    expect(given).toEqual([3, undefined]);
  });

  it('throws at the actor what the step was refused with', async () => {
    const refusal = new Error('refused');
    let caught: unknown;
    const run = await play({
      async a(actor) {
        const refused = {
          label: 'x',
          perform: () => ({ outcome: { error: refusal }, detail: { kind: 'test' }, evidence: [] }),
        };
        caught = await actor.step(refused).catch((error: unknown) => error);
        await actor.step(step('on'));
      },
    });
    expect(caught).toBe(refusal);
    expect(actorsOf(run)).toEqual(['a', 'a']);
  });

  it('goes on waiting for another step where the first one says so, without moving between', async () => {
    const log: string[] = [];
    let isReady = false;
    const second: RequestedStep<string> = { ...step('second'), isReady: () => isReady };
    const first: RequestedStep<string> = {
      label: 'first',
      perform: () => ({ outcome: { next: second }, detail: { kind: 'test' }, evidence: [] }),
    };
    const chooser = choosing('first', 'second');
    const run = await play(
      {
        async a(actor) {
          log.push(await actor.step(first));
        },
        async b(actor) {
          await actor.step(step('open', () => (isReady = true)));
          log.push('open');
          await actor.step(step('rest'));
        },
      },
      { chooser },
    );
    expect(actorsOf(run)).toEqual(['a', 'b', 'a', 'b']);
    expect(log).toEqual(['open', 'second']);
    const offered = chooser.decisions.map(({ options }) => options.map(({ label }) => label));
    expect(offered).toEqual([
      ['first', 'open'],
      ['rest', 'second'], // where second was not ready, there was no choice
    ]);
  });

  it('ends the run with what a step threw at the scheduler, and the next run is as if nothing had been', async () => {
    const broken = (): never => {
      throw new Error('broken step');
    };
    await expect(
      play({ a: async (actor) => void (await actor.step(answering('x', broken))) }),
    ).rejects.toThrow('broken step');
    expect(await play({ a: (actor) => actor.sleep(1) })).toMatchObject({ end: 'finished' });
  });
});

describe('sleep', () => {
  it('lets no time pass but by a step of the clock', async () => {
    const times: number[] = [];
    const watch = (actor: Actor): void => void times.push(actor.now() - EPOCH);
    const run = await play({
      async a(actor) {
        watch(actor);
        await hops(1_000);
        await actor.step(step('work'));
        watch(actor);
        await actor.sleep(250);
        watch(actor);
        await actor.step(step('work'));
        watch(actor);
      },
    });
    expect(times).toEqual([0, 0, 250, 250]);
    expect(actorsOf(run)).toEqual(['a', 'clock', 'a']);
  });

  it('advances time to the earliest timer and no further', async () => {
    const woken: string[] = [];
    const sleeper = (...pauses: readonly number[]) =>
      async function (actor: Actor): Promise<void> {
        for (const pause of pauses) {
          await actor.sleep(pause);
          woken.push(`${actor.name} ${actor.now() - EPOCH}`);
        }
      };
    await play({ a: sleeper(30, 30), b: sleeper(10, 15, 100), c: sleeper(20) });
    expect(woken).toEqual(['b 10', 'c 20', 'b 25', 'a 30', 'a 60', 'b 125']);
  });

  it('wakes all who are due at the same time, in the order in which they went to sleep', async () => {
    const woken: string[] = [];
    const sleeper = (before: number, pause: number) =>
      async function (actor: Actor): Promise<void> {
        if (before > 0) await actor.sleep(before);
        await actor.sleep(pause);
        woken.push(actor.name);
      };
    const run = await play({ a: sleeper(8, 2), b: sleeper(0, 10), c: sleeper(5, 5), d: sleeper(0, 10) });
    expect(woken).toEqual(['b', 'd', 'c', 'a']);
    const last = run.trace.steps.at(-1)?.detail as TimeDetail;
    expect(last).toEqual({ kind: 'time', to: EPOCH + 10, woke: ['b', 'd', 'c', 'a'] });
  });

  it('takes whole milliseconds, rounded up, and none where there is no number', async () => {
    const times: number[] = [];
    await play({
      async a(actor) {
        for (const pause of [0.1, 1.5, 0, -5, Number.NaN]) {
          await actor.sleep(pause);
          times.push(actor.now() - EPOCH);
        }
      },
    });
    expect(times).toEqual([1, 3, 3, 3, 3]);
  });

  it('ends when it is interrupted, at the time of the interruption, and leaves no timer', async () => {
    const alarm = new AbortController();
    let wokenAt = -1;
    const run = await play({
      async sleeper(actor) {
        await actor.sleep(1_000, alarm.signal);
        wokenAt = actor.now() - EPOCH;
        await actor.step(step('work'));
      },
      async other(actor) {
        await actor.sleep(40);
        await actor.step(step('ring', () => undefined));
        alarm.abort();
      },
    });
    expect(wokenAt).toBe(40);
    expect(actorsOf(run)).toEqual(['clock', 'other', 'sleeper']);
    expect(run).toMatchObject({ end: 'finished', elapsedMs: 40 });
    expect(getEventListeners(alarm.signal, 'abort')).toEqual([]);
  });

  it('does not begin when it was interrupted before', async () => {
    const run = await play({ a: (actor) => actor.sleep(1_000, AbortSignal.abort()) });
    expect(run).toMatchObject({ end: 'finished', elapsedMs: 0 });
  });

  it('does not mind an interruption that comes too late', async () => {
    const alarm = new AbortController();
    let wakings = 0;
    const run = await play({
      async a(actor) {
        await actor.sleep(10, alarm.signal);
        wakings += 1;
        alarm.abort();
        await actor.step(step('work'));
      },
    });
    expect(wakings).toBe(1);
    expect(run).toMatchObject({ end: 'finished', elapsedMs: 10 });
  });
});

describe('settled', () => {
  it('waits until the actor’s own code can go no further, and is no step', async () => {
    let rounds = 0;
    const run = await play({
      async a(actor) {
        void (async () => {
          for (; rounds < 100; rounds += 1) await hops(1);
        })();
        await actor.settled();
        expect(rounds).toBe(100);
        await actor.step(step('work'));
      },
    });
    expect(run).toMatchObject({ end: 'finished', failures: [] });
    expect(actorsOf(run)).toEqual(['a']);
  });

  it('lets nobody else step meanwhile', async () => {
    const log: string[] = [];
    await play(
      {
        async a(actor) {
          await actor.step(step('work', () => log.push('a works')));
          for (let round = 0; round < 3; round += 1) await actor.settled();
          log.push('a is settled');
        },
        b: async (actor) => void (await actor.step(step('work', () => log.push('b works')))),
      },
      { chooser: choosing('work') },
    );
    expect(log).toEqual(['a works', 'a is settled', 'b works']);
  });
});

describe('random', () => {
  it('is a stream of the actor’s own', async () => {
    const drawn = async (seed: string, extra: number): Promise<readonly string[]> => {
      const uuids: string[] = [];
      await play(
        {
          async busy(actor) {
            for (let draw = 0; draw < extra; draw += 1) actor.random.bits();
          },
          async a(actor) {
            uuids.push(actor.random.uuid(), actor.random.uuid());
          },
          async b(actor) {
            uuids.push(actor.random.uuid());
          },
        },
        { seed },
      );
      return uuids;
    };
    const uuids = await drawn('1', 0);
    expect(new Set([...uuids, ...(await drawn('2', 0))]).size).toBe(6);
    expect(await drawn('1', 17)).toEqual(uuids);
  });
});

describe('a run of thousands of steps', () => {
  it('leaves nothing behind: no listener, no timer, nothing that the host would have to do', async () => {
    const shared = new AbortController();
    const listenersOf = (): readonly number[] =>
      process.eventNames().map((name) => process.listenerCount(name));
    const before = listenersOf();
    const real: string[] = [];
    const hook = createHook({ init: (_id, type) => void (type === 'PROMISE' || real.push(type)) });
    const body = async (actor: Actor): Promise<void> => {
      for (let round = 0; round < 600; round += 1) {
        await actor.step(step('work', () => hook.enable()));
        await actor.sleep(actor.random.below(5), shared.signal);
        const timer = setTimeout(() => undefined, 1_000_000);
        await actor.start('child', () => actor.settled()).join();
        clearTimeout(timer);
      }
      hook.disable();
    };
    const run = await play({ a: body, b: body, c: body, d: body, e: body, f: body }, { chooser: anyOf('1') });
    expect(run.end).toBe('finished');
    expect(run.trace.steps.length).toBeGreaterThan(5_000);
    expect(run.elapsedMs).toBeLessThan(1_000_000); // no timer that was cleared has rung
    expect(getEventListeners(shared.signal, 'abort')).toEqual([]);
    expect(listenersOf()).toEqual(before);
    expect(real).toEqual([]);
  });

  it('is stuck, not asleep, once all of its timers are gone', async () => {
    const run = await play({
      async a(actor) {
        for (let round = 0; round < 100; round += 1) clearTimeout(setTimeout(() => undefined, 10));
        await actor.step(blocked('never', () => false));
      },
    });
    expect(run).toMatchObject({ end: 'stuck', elapsedMs: 0 });
  });
});
