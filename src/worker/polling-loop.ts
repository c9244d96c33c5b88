import type { Clock, Fiber, Spawn } from '../ports/index.ts';
import type { Nap } from './nap.ts';

type PollingLoop<Work> = {
  /** Between polls that found nothing. */
  readonly nap: Nap;
  readonly spawn: Spawn;
  /** How much work may run at once. */
  readonly limit: number;
  readonly pollMs: number;
  readonly maxPollMs: number;
  /** How long a poll asks the server to wait, and what tells whether it did; absent, if it does not ask for that. */
  readonly waiting?: { readonly waitMs: number; readonly clock: Clock } | undefined;
  readonly isStopped: () => boolean;
  readonly onError: (error: unknown) => void;
  readonly poll: () => Promise<Work | undefined>;
  readonly describe: (work: Work) => string;
  readonly run: (work: Work) => Promise<void>;
};

/** Asks for work and runs it, several pieces at once, until stopped; then waits for what is still running. */
export async function pollingLoop<Work>(loop: PollingLoop<Work>): Promise<void> {
  const { nap, spawn, limit, pollMs, maxPollMs, waiting, isStopped, onError, poll, describe, run } = loop;
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
    const since = waiting?.clock.now() ?? 0;
    const work = await poll().catch((error: unknown) => {
      // A poll that waits is given up when the worker stops. Whatever this returns is no work.
      if (!waiting || !isStopped()) onError(error);
      return undefined;
    });
    if (work !== undefined) {
      start(work);
      pause = pollMs;
    } else if (waiting && waiting.clock.now() - since >= waiting.waitMs / 2) {
      pause = pollMs; // the server has waited in the worker's place
    } else {
      await nap.sleep(pause);
      pause = Math.min(pause * 2, maxPollMs);
    }
  }
  for (const fiber of running) await fiber.join();
}
