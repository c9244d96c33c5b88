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

  it('wakes when it is told to, however long it was to sleep', async () => {
    const alarm = new AbortController();
    const sleeping = systemClock.sleep(3_600_000, alarm.signal);

    alarm.abort();

    await expect(sleeping).resolves.toBeUndefined();
  });

  it('does not fall asleep when it was told to wake before', async () => {
    await expect(systemClock.sleep(3_600_000, AbortSignal.abort())).resolves.toBeUndefined();
  });

  it('sleeps to the end where nobody wakes it', async () => {
    const alarm = new AbortController();

    await expect(systemClock.sleep(1, alarm.signal)).resolves.toBeUndefined();
    alarm.abort();
  });
});
