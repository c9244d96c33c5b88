import * as timers from 'node:timers';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type Actor, EPOCH } from '../../../sim/kernel/index.ts';
import { play } from '../../support/simulations.ts';

/** Runs one actor, and gives what it logged and when. */
async function logOf(
  body: (log: (text: string) => void, actor: Actor) => Promise<void>,
): Promise<readonly string[]> {
  const logged: string[] = [];
  const run = await play({
    a: (actor) => body((text) => void logged.push(`${text} at ${Date.now() - EPOCH}`), actor),
  });
  expect(run).toMatchObject({ end: 'finished', failures: [] });
  return logged;
}

/** The host's own, from before the first run. */
const hostTick: unknown = Reflect.get(process, 'nextTick');

describe('inside a run', () => {
  it('setTimeout() rings at its virtual time, with its arguments, once', async () => {
    const log = await logOf(async (note, actor) => {
      setTimeout((...all: readonly unknown[]) => note(`slow ${all.join()}`), 3_600_000, 1, 'two');
      setTimeout(() => note('fast'), 10);
      setTimeout(() => note('also fast'), 10);
      setTimeout(() => note('no time at all'));
      note('now');
      await actor.sleep(10_000_000);
    });
    expect(log).toEqual([
      'now at 0',
      'no time at all at 1',
      'fast at 10',
      'also fast at 10',
      'slow 1,two at 3600000',
    ]);
  });

  it('an actor may wait for a promise that a timer of its own resolves', async () => {
    const log = await logOf(async (note) => {
      await new Promise<void>((resolve) => setTimeout(resolve, 25));
      note('done');
    });
    expect(log).toEqual(['done at 25']);
  });

  it('clearTimeout() takes a timer away, before it rings or after', async () => {
    const log = await logOf(async (note, actor) => {
      const cleared = setTimeout(() => note('never'), 10);
      const rung = setTimeout(() => note('rung'), 5);
      const handle = timers.setTimeout(() => note('never'), 10);
      clearTimeout(cleared);
      timers.clearTimeout(handle);
      clearTimeout(undefined);
      await actor.sleep(20);
      clearTimeout(rung);
      note('end');
    });
    expect(log).toEqual(['rung at 5', 'end at 20']);
  });

  it('setInterval() rings again and again until it is cleared, even by itself', async () => {
    const log = await logOf(async (note, actor) => {
      let left = 2;
      const own = setInterval(() => {
        note('own');
        left -= 1;
        if (left === 0) clearInterval(own);
      }, 10);
      const other = setInterval((text: string) => note(text), 25, 'other');
      await actor.sleep(80);
      clearInterval(other);
      await actor.sleep(80);
    });
    expect(log).toEqual(['own at 10', 'own at 20', 'other at 25', 'other at 50', 'other at 75']);
  });

  it('setImmediate() and process.nextTick() come after the code at hand, and can be told apart', async () => {
    const log = await logOf(async (note, actor) => {
      const cleared = setImmediate(() => note('never'));
      clearImmediate(cleared);
      setImmediate((text: string) => note(text), 'immediate');
      process.nextTick((text: string) => note(text), 'tick');
      queueMicrotask(() => note('microtask'));
      note('now');
      await actor.sleep(5);
    });
    expect(log).toEqual(['now at 0', 'tick at 0', 'microtask at 0', 'immediate at 1']);
  });

  it('setTimeout() of node:timers/promises waits and gives its value', async () => {
    const log = await logOf(async (note) => {
      note(await sleep(40, 'value'));
      note(await promisify(setTimeout)(2, 'promisified'));
    });
    expect(log).toEqual(['value at 40', 'promisified at 42']);
  });

  it('setTimeout() of node:timers/promises is aborted by its signal', async () => {
    const log = await logOf(async (note) => {
      const alarm = new AbortController();
      setTimeout(() => alarm.abort('enough'), 15);
      for (const signal of [alarm.signal, AbortSignal.abort('before')]) {
        await sleep(1_000, undefined, { signal }).catch((error: Error & { code?: string }) => {
          note(`${error.name} ${error.code} ${String(error.cause)}`);
        });
      }
    });
    expect(log).toEqual(['AbortError ABORT_ERR enough at 15', 'AbortError ABORT_ERR before at 15']);
  });

  it('a timer can be referenced and unreferenced, and still rings', async () => {
    const log = await logOf(async (note, actor) => {
      const timer = setTimeout(() => note('rings'), 5)
        .unref()
        .ref();
      note(String(timer.hasRef()));
      await actor.sleep(10);
    });
    expect(log).toEqual(['true at 0', 'rings at 5']);
  });

  it('what a timer’s callback throws ends the run, and the next run is as if nothing had been', async () => {
    const running = play({
      async a(actor) {
        setTimeout(() => {
          throw new Error('from a callback');
        }, 5);
        await actor.sleep(10);
      },
    });
    await expect(running).rejects.toThrow('from a callback');
    expect(Date.now()).toBeGreaterThan(Date.UTC(2020, 0)); // the host's time is back
    expect(await play({ a: (actor) => actor.sleep(1) })).toMatchObject({ end: 'finished', elapsedMs: 1 });
  });

  it('no timer of one run rings in another', async () => {
    const rung: string[] = [];
    await play({
      async a(actor) {
        setTimeout(() => rung.push('left over'), 50);
        await actor.sleep(1);
      },
    });
    await play({ a: (actor) => actor.sleep(1_000) });
    await sleep(60);
    expect(rung).toEqual([]);
  });
});

describe('outside of a run', () => {
  it('process.nextTick() may be put back by others, and is virtual all the same inside', async () => {
    await play({});
    const trapped: unknown = Reflect.get(process, 'nextTick');
    const ticks: string[] = [];
    process.nextTick = (callback: (...all: readonly unknown[]) => void) => {
      ticks.push('replaced');
      callback();
    };
    try {
      process.nextTick(() => ticks.push('host'));
      expect(ticks).toEqual(['replaced', 'host']);
      await play({ a: async () => process.nextTick(() => ticks.push('virtual')) });
      expect(ticks).toEqual(['replaced', 'host', 'virtual']);
    } finally {
      Reflect.set(process, 'nextTick', hostTick);
    }
    expect(Reflect.get(process, 'nextTick')).toBe(trapped);
    expect(trapped).not.toBe(hostTick);
  });

  it('timers take the host’s time', async () => {
    await play({});
    const begun = performance.now();
    const log: string[] = [];
    await new Promise<void>((resolve) => {
      const cleared = setTimeout(() => log.push('never'), 5);
      clearTimeout(cleared);
      setImmediate(() => log.push('immediate'));
      process.nextTick((text: string) => log.push(text), 'tick');
      const interval = setInterval(() => {
        clearInterval(interval);
        log.push('interval');
      }, 5);
      setTimeout(resolve, 30);
    });
    expect(log).toEqual(['tick', 'immediate', 'interval']);
    expect(await sleep(10, 'slept')).toBe('slept');
    expect(await promisify(setTimeout)(10, 'promisified')).toBe('promisified');
    expect(await promisify(setImmediate)('at once')).toBe('at once');
    const passed = performance.now() - begun;
    expect(passed).toBeGreaterThan(45);
    expect(passed).toBeLessThan(30_000);
  });
});
