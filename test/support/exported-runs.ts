import { drawnRun } from '../../sim/campaign/drawn-run.ts';
import type { RunResult } from '../../sim/campaign/index.ts';
import { ReleaseWatch } from '../../sim/coverage/index.ts';
import type { FaultMode } from '../../sim/fault/index.ts';
import { Search } from '../../sim/strategy/index.ts';
import type { Target } from '../../sim/target/index.ts';
import type { ExportedRun } from '../../reports/index.ts';
import { random, runPlan } from './campaigns.ts';
import { type Move, resultOf } from './results.ts';

/** A run, and which of its steps let which other one happen. */
export type WatchedRun = RunResult & ExportedRun;

/** The first run of some seeds that somebody wants to see. @param faults what may go wrong in it */
export async function firstRun(
  target: Target,
  overrides: Parameters<typeof runPlan>[0],
  faults: FaultMode,
  isWanted: (run: RunResult) => boolean,
): Promise<WatchedRun> {
  for (let seed = 0; seed < 200; seed += 1) {
    let releases: ExportedRun['releases'] = new Map();
    const result = await drawnRun(target, runPlan({ ...overrides, seed: String(seed) }), {
      search: new Search(random),
      faults,
      watch: (chooser) => {
        const watch = new ReleaseWatch(chooser);
        ({ releases } = watch);
        return watch;
      },
    });
    if (isWanted(result)) return { ...result, releases };
  }
  throw new Error('two hundred seeds did not show what was wanted');
}

/** A run that took these steps, made up by hand. @param releases pairs of steps: the later one, and what let it happen */
export function watchedRun(
  moves: readonly Move[],
  releases: readonly (readonly [step: number, by: number])[] = [],
  overrides: Partial<RunResult> = {},
): WatchedRun {
  return { ...resultOf(moves, overrides), releases: new Map(releases) };
}

/** The result of a call reaches its caller. */
export function answer(handler: string, operation: string, value: unknown = {}): Move {
  return {
    actor: 'worker-1',
    detail: { kind: 'answer', operation, handler, response: { value } } as Move['detail'],
  };
}
