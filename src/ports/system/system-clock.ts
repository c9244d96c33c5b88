import type { Clock } from '../clock.ts';

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  alarm: (milliseconds) => {
    let ring = (): void => undefined;
    const rung = new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      ring = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    return { rung, ring };
  },
  settled: () => new Promise((resolve) => setImmediate(resolve)),
};
