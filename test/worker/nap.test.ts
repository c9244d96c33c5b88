import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/ports/system/index.ts';
import { Nap } from '../../src/worker/nap.ts';
import { recordingClock } from '../support/workers.ts';

const HOUR = 3_600_000;

describe('Nap', () => {
  it('sleeps as long as it is asked to', async () => {
    const clock = recordingClock();
    const nap = new Nap(clock);

    await nap.sleep(7);
    await nap.sleep(8);

    expect(clock.sleeps).toEqual([7, 8]);
  });

  it('ends when it is woken', async () => {
    const nap = new Nap(systemClock);
    const sleeping = nap.sleep(HOUR);

    nap.wake();

    await expect(sleeping).resolves.toBeUndefined();
  });

  it('does not begin when it was woken since the last one', async () => {
    const clock = recordingClock();
    const nap = new Nap(clock);
    nap.wake();
    nap.wake();

    await nap.sleep(7);
    expect(clock.sleeps).toEqual([]);

    await nap.sleep(8);
    expect(clock.sleeps).toEqual([8]);
  });

  it('is not cut short by what woke the one before', async () => {
    const clock = recordingClock();
    const nap = new Nap(clock);
    const first = nap.sleep(7);
    nap.wake();
    await first;

    await nap.sleep(8);

    expect(clock.sleeps).toEqual([7, 8]);
  });
});
