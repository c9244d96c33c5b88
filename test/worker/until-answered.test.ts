import { describe, expect, it } from 'vitest';
import { untilAnswered } from '../../src/worker/until-answered.ts';
import { recordingClock } from '../support/workers.ts';

describe('untilAnswered', () => {
  it('answers at once where the first call is answered', async () => {
    const clock = recordingClock();
    const errors: unknown[] = [];

    expect(
      await untilAnswered(
        () => Promise.resolve(1),
        clock,
        (error) => void errors.push(error),
      ),
    ).toBe(1);

    expect(clock.sleeps).toEqual([]);
    expect(errors).toEqual([]);
  });

  it('tells of every error, and doubles its pauses up to 5 s', async () => {
    const clock = recordingClock();
    const errors: unknown[] = [];
    const call = () =>
      errors.length < 8 ? Promise.reject(new Error(`${errors.length}`)) : Promise.resolve('ok');

    expect(await untilAnswered(call, clock, (error) => void errors.push(error))).toBe('ok');

    expect(errors).toMatchObject(Array.from({ length: 8 }, (_, index) => ({ message: `${index}` })));
    expect(clock.sleeps).toEqual([100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000]);
  });
});
