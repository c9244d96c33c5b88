import { describe, expect, it } from 'vitest';
import { SweepWatch } from '../../../sim/scenario/sweep-watch.ts';
import type { SweepResponse } from '../../../src/engine/index.ts';

const VAIN: SweepResponse = { count: 0, nextInMs: 0 };

/** How often in vain, at most, after these answers. */
async function vainAfter(...answers: readonly SweepResponse[]): Promise<number | undefined> {
  const watch = new SweepWatch();
  for (const answer of answers) await watch.watch('fireTimers', () => Promise.resolve(answer));
  return watch.vain.find(({ sweep }) => sweep === 'fireTimers')?.times;
}

describe('a sweep is in vain', () => {
  it('that did nothing, and asks for the next one at once; it is told how often in a row', async () => {
    expect(await vainAfter(VAIN, VAIN, { count: 1, nextInMs: 0 }, VAIN, VAIN, VAIN, { count: 0 }, VAIN)).toBe(
      3,
    );
  });

  it.each<[string, SweepResponse]>([
    ['it did something', { count: 1, nextInMs: 0 }],
    ['it can wait', { count: 0, nextInMs: 5 }],
    ['it knows of nothing more', { count: 0 }],
  ])('unless %s', async (_, answer) => {
    expect(await vainAfter(answer, answer)).toBe(0);
  });

  it('unless another one is at work, which may be about to do it', async () => {
    const watch = new SweepWatch();
    let end: (answer: SweepResponse) => void = () => undefined;
    const slow = new Promise<SweepResponse>((resolve) => {
      end = resolve;
    });
    const other = watch.watch('fireTimers', () => slow);
    await watch.watch('fireTimers', () => Promise.resolve(VAIN));
    expect(watch.vain).toEqual([{ sweep: 'fireTimers', times: 0 }]);
    end({ count: 1 });
    await other;
    await watch.watch('fireTimers', () => Promise.resolve(VAIN));
    expect(watch.vain).toEqual([{ sweep: 'fireTimers', times: 1 }]);
  });

  it('of its own kind alone: others do not matter', async () => {
    const watch = new SweepWatch();
    await watch.watch('fireTimers', () => Promise.resolve(VAIN));
    await watch.watch('runSchedules', () => Promise.resolve({ count: 1 }));
    await watch.watch('fireTimers', () => Promise.resolve(VAIN));
    expect(watch.vain).toEqual([
      { sweep: 'fireTimers', times: 2 },
      { sweep: 'runSchedules', times: 0 },
    ]);
  });
});
