import { describe, expect, it } from 'vitest';
import { systemClock, systemSpawn } from '../../../src/ports/system/index.ts';

describe('systemSpawn', () => {
  it('joins with what the body resolved to, as often as asked', async () => {
    const fiber = systemSpawn.start('one', () => Promise.resolve(1));

    expect([await fiber.join(), await fiber.join()]).toEqual([1, 1]);
  });

  it('joins with what the body threw', async () => {
    const failure = new Error('no');
    const fiber = systemSpawn.start('failing', () => Promise.reject(failure));

    await expect(fiber.join()).rejects.toBe(failure);
  });

  it('does not make an unhandled rejection of a body that nobody joins', async () => {
    const unhandled: unknown[] = [];
    const listener = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', listener);

    systemSpawn.start('failing', () => Promise.reject(new Error('no')));
    await systemClock.settled();
    await systemClock.settled();

    process.off('unhandledRejection', listener);
    expect(unhandled).toEqual([]);
  });

  it('runs bodies concurrently', async () => {
    const seen: string[] = [];
    const body = (name: string) => async (): Promise<void> => {
      seen.push(`${name} starts`);
      await systemClock.settled();
      seen.push(`${name} ends`);
    };

    const fibers = ['a', 'b'].map((name) => systemSpawn.start(name, body(name)));
    for (const fiber of fibers) await fiber.join();

    expect(seen).toEqual(['a starts', 'b starts', 'a ends', 'b ends']);
  });

  it.each(['resolves', 'rejects'])('sees that any has ended when the first %s', async (way) => {
    const never = systemSpawn.start('never', () => new Promise<void>(() => undefined));
    const first = systemSpawn.start('first', () =>
      way === 'resolves' ? Promise.resolve() : Promise.reject(new Error('no')),
    );

    await expect(systemSpawn.anyEnded([never, first])).resolves.toBeUndefined();
  });

  it('does not see an end before there is one', async () => {
    const release: (() => void)[] = [];
    const fiber = systemSpawn.start('held', () => new Promise<void>((resolve) => release.push(resolve)));
    const seen: string[] = [];
    const waiting = (async (): Promise<void> => {
      await systemSpawn.anyEnded([fiber]);
      seen.push('ended');
    })();

    await systemClock.settled();
    seen.push('released');
    for (const resolve of release) resolve();
    await waiting;
    expect(seen).toEqual(['released', 'ended']);
  });
});
