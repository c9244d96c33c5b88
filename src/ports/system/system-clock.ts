import type { Clock } from '../clock.ts';

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, wakeUp) =>
    new Promise((resolve) => {
      if (wakeUp?.aborted) return resolve();
      const timer = setTimeout(done, milliseconds);
      wakeUp?.addEventListener('abort', done, { once: true });
      function done(): void {
        clearTimeout(timer);
        wakeUp?.removeEventListener('abort', done);
        resolve();
      }
    }),
  settled: () => new Promise((resolve) => setImmediate(resolve)),
};
