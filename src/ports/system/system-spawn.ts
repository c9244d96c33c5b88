import type { Fiber, Spawn } from '../spawn.ts';

/** Concurrency as JavaScript has it: every activity is a promise. */
export const systemSpawn: Spawn = {
  start<Result>(_name: string, body: () => Promise<Result>): Fiber<Result> {
    const ended = body();
    ended.catch(() => undefined); // whoever joins sees the rejection; nobody joining must not end the process
    return { join: () => ended };
  },
  anyEnded: async (fibers) => {
    await Promise.race(fibers.map((fiber) => fiber.join().then(nothing, nothing)));
  },
};

const nothing = (): void => undefined;
