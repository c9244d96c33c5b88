import type { FindingRecord } from '../record/index.ts';
import type { Target } from '../target/index.ts';
import { shrunkRecordOf } from './finding-record-of.ts';
import type { RunResult } from './run.ts';
import { shrinkRun } from './shrink-run.ts';

/** A finding, perhaps made simpler. */
export type Simplified = {
  readonly shrunk: FindingRecord['shrunk'];
  /** The run to show, with its trace: the simplest there is. */
  readonly run: RunResult;
};

/**
 * Makes the run of a finding simpler, if that is wanted.
 *
 * @param ms wall-clock milliseconds that it may take; it is left as it is, if absent
 */
export async function simplify(
  target: Target,
  run: RunResult,
  ms: number | undefined,
  signal: AbortSignal,
): Promise<Simplified> {
  if (ms === undefined || signal.aborted) return { shrunk: null, run };
  const shrunk = await shrinkRun(target, run, { ms, runs: Number.POSITIVE_INFINITY, signal });
  return shrunk ? { shrunk: shrunkRecordOf(shrunk), run: shrunk.run } : { shrunk: null, run };
}
