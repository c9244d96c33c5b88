import type { Attempt } from './attempt.ts';
import type { Nap } from './nap.ts';

type HeartbeatLoop = {
  /** Between two rounds. */
  readonly nap: Nap;
  /** Milliseconds from one heartbeat of an attempt to the next. */
  readonly everyMs: number;
  /** The same for a worker without attempts, which must be woken when it begins one. */
  readonly idleMs: number;
  readonly isOver: () => boolean;
  readonly attempts: ReadonlySet<Attempt>;
  /** Tells that the worker itself is there. */
  readonly present: () => Promise<void>;
  readonly onError: (error: unknown) => void;
};

/** Keeps the leases of all attempts that are under way, until there are none and there will be none. */
export async function heartbeatLoop(loop: HeartbeatLoop): Promise<void> {
  const { nap, everyMs, idleMs, isOver, attempts, present, onError } = loop;
  for (;;) {
    const isIdle = attempts.size === 0;
    await nap.sleep(isIdle ? idleMs : everyMs);
    if (isOver()) return;
    if (isIdle && idleMs > everyMs && attempts.size > 0) continue; // too early for what has just begun
    await present().catch(onError);
    for (const attempt of attempts) await attempt.heartbeat().catch(onError);
  }
}
