import type { Fiber, Spawn } from '../ports/index.ts';
import type { Nap } from './nap.ts';

type PollingLoop<Work> = {
  /** Between polls that found nothing. */
  readonly nap: Nap;
  readonly spawn: Spawn;
  /** How much work may run at once. */
  readonly limit: number;
  readonly pollMs: number;
  readonly maxPollMs: number;
  readonly isStopped: () => boolean;
  readonly onError: (error: unknown) => void;
  readonly poll: () => Promise<Work | undefined>;
  readonly describe: (work: Work) => string;
  readonly run: (work: Work) => Promise<void>;
};

/** Asks for work and runs it, several pieces at once, until stopped; then waits for what is still running. */
export async function pollingLoop<Work>(loop: PollingLoop<Work>): Promise<void> {
  const { nap, spawn, limit, pollMs, maxPollMs, isStopped, onError, poll, describe, run } = loop;
  const running = new Set<Fiber<void>>();
  let pause = pollMs;

  const start = (work: Work): void => {
    const fiber: Fiber<void> = spawn.start(describe(work), async () => {
      try {
        await run(work);
      } catch (error) {
        onError(error);
      } finally {
        running.delete(fiber);
      }
    });
    running.add(fiber);
  };

  while (!isStopped()) {
    if (running.size >= limit) {
      await spawn.anyEnded([...running]);
      continue;
    }
    const work = await poll().catch((error: unknown) => {
      onError(error); // whatever it returns is no work
      return undefined;
    });
    if (work === undefined) {
      await nap.sleep(pause);
      pause = Math.min(pause * 2, maxPollMs);
    } else {
      start(work);
      pause = pollMs;
    }
  }
  for (const fiber of running) await fiber.join();
}
