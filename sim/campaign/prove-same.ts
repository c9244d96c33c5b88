import type { Target } from '../target/index.ts';
import { NondeterminismError } from './nondeterminism-error.ts';
import { record, replay } from './replay.ts';
import type { RunResult } from './run.ts';

/** @throws {NondeterminismError} unless the run's choices lead to the same trace again. */
export async function proveSame(target: Target, result: RunResult): Promise<void> {
  const again = await replay(target, record(target, result));
  if (again.hash !== result.hash) throw new NondeterminismError(result, again);
}
