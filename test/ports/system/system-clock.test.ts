import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/ports/system/index.ts';

describe('systemClock', () => {
  it('is settled once the microtasks that microtasks queue have run', async () => {
    const seen: number[] = [];
    const chain = async (): Promise<void> => {
      for (let depth = 1; depth <= 50; depth += 1) {
        await Promise.resolve();
        seen.push(depth);
      }
    };
    void chain();

    await systemClock.settled();

    expect(seen).toHaveLength(50);
  });

  it('sleeps, and tells time that does not stand still', async () => {
    const before = systemClock.now();

    await systemClock.sleep(5);

    expect(systemClock.now()).toBeGreaterThan(before);
  });

  it('rings when it is told to, however long it was to wait', async () => {
    const alarm = systemClock.alarm(3_600_000);

    alarm.ring();

    await expect(alarm.rung).resolves.toBeUndefined();
  });

  it('rings by itself where nobody tells it to', async () => {
    const alarm = systemClock.alarm(1);

    await expect(alarm.rung).resolves.toBeUndefined();
    alarm.ring();
  });
});
