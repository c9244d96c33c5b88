import type { Attempt } from './attempt.ts';
import type { Nap } from './nap.ts';

type HeartbeatLoop = {
  /** Between two rounds. */
  readonly nap: Nap;
  readonly everyMs: number;
  readonly isOver: () => boolean;
  readonly attempts: ReadonlySet<Attempt>;
  /** Tells that the worker itself is there. */
  readonly present: () => Promise<void>;
  readonly onError: (error: unknown) => void;
};

/** Keeps the leases of all attempts that are under way, until there are none and there will be none. */
export async function heartbeatLoop(loop: HeartbeatLoop): Promise<void> {
  const { nap, everyMs, isOver, attempts, present, onError } = loop;
  for (;;) {
    await nap.sleep(everyMs);
    if (isOver()) return;
    await present().catch(onError);
    for (const attempt of attempts) await attempt.heartbeat().catch(onError);
  }
}
