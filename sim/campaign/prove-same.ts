import { replayChooser } from '../strategy/index.ts';
import type { Target } from '../target/index.ts';
import { NondeterminismError } from './nondeterminism-error.ts';
import { run, type RunResult } from './run.ts';

/** @throws {NondeterminismError} unless the run's choices lead to the same trace again. */
export async function proveSame(target: Target, result: RunResult): Promise<void> {
  const again = await run(target, result.plan, () => replayChooser(result.choices));
  if (again.hash !== result.hash) throw new NondeterminismError(result, again);
}
