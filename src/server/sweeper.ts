import { SWEEP_NAMES, type Sweeps } from '../engine/index.ts';
import type { Clock } from '../ports/index.ts';
import { Nap } from '../worker/index.ts';

export type SweeperOptions = {
  readonly sweeps: Sweeps;
  readonly clock: Clock;
  /** Longest pause between two rounds, in milliseconds; 1 s by default. */
  readonly everyMs?: number;
  /** How much one round does of each kind at most; 100 by default. */
  readonly limit?: number;
  /** Told of sweeps that failed; they are tried again in the next round. */
  readonly onError?: (error: unknown) => void;
};

export type Sweeper = {
  /** Sweeps until {@link Sweeper.stop}. */
  run(): Promise<void>;
  stop(): void;
  /** There will be something to do in so many milliseconds: the next round comes then at the latest. */
  expect(inMs: number): void;
};

/** Two rounds are at least so far apart, however much is due, in milliseconds. */
const SHORTEST_PAUSE_MS = 5;

/** Does what has to be done now and then: at the latest every so often, and sooner if something is known to be due. */
export function sweeper(options: SweeperOptions): Sweeper {
  const { sweeps, clock, everyMs = 1_000, limit = 100, onError = () => undefined } = options;
  const nap = new Nap(clock);
  const state = { isStopped: false };
  /** When the next round is due. */
  let due = 0;

  /** @returns milliseconds until the next round is due. */
  async function round(): Promise<number> {
    let pause = everyMs;
    for (const name of SWEEP_NAMES) {
      if (state.isStopped) return 0;
      try {
        const { nextInMs } = await sweeps[name]({ limit });
        if (nextInMs !== undefined) pause = Math.min(pause, nextInMs);
      } catch (error) {
        onError(error);
      }
    }
    return Math.max(pause, SHORTEST_PAUSE_MS);
  }

  function expect(inMs: number): void {
    const at = clock.now() + Math.max(inMs, SHORTEST_PAUSE_MS);
    if (at >= due) return;
    due = at;
    nap.wake();
  }

  return {
    async run() {
      while (!state.isStopped) {
        due = Number.POSITIVE_INFINITY; // the round finds out what is due later; what is expected meanwhile counts
        expect(await round());
        for (let now = clock.now(); now < due && !state.isStopped; now = clock.now())
          await nap.sleep(due - now);
      }
    },
    stop() {
      state.isStopped = true;
      nap.wake();
    },
    expect,
  };
}
