import type { TraceStep } from '../kernel/index.ts';
import type { RunResult } from './run.ts';

/** The same run was done twice and differed: something other than the choices decided what happened. */
export class NondeterminismError extends Error {
  override readonly name = 'NondeterminismError';
  readonly first: RunResult;
  readonly second: RunResult;
  /** Index of the first step that differs, where the steps themselves show it. */
  readonly divergesAt: number | undefined;

  constructor(first: RunResult, second: RunResult) {
    const divergesAt = firstDifference(first.trace.steps, second.trace.steps);
    const where = divergesAt === undefined ? 'in bytes that no step shows' : `at step ${divergesAt + 1}`;
    super(`seed ${first.plan.seed} of ${first.plan.scenario.name} ran twice and differed ${where}`);
    this.first = first;
    this.second = second;
    this.divergesAt = divergesAt;
  }
}

function firstDifference(one: readonly TraceStep[], other: readonly TraceStep[]): number | undefined {
  for (let index = 0; index < Math.max(one.length, other.length); index += 1) {
    if (JSON.stringify(one[index]) !== JSON.stringify(other[index])) return index;
  }
  return undefined;
}
