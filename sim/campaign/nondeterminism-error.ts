import type { TraceStep } from '../kernel/index.ts';

/** A run, as far as it matters to whether another one is the same. */
export type RepeatedRun = {
  readonly plan: { readonly seed: string; readonly scenario: { readonly name: string } };
  readonly hash: string;
  readonly trace: { readonly steps: readonly TraceStep[] };
};

/** The same run was done twice and differed: something other than the choices decided what happened. */
export class NondeterminismError extends Error {
  override readonly name = 'NondeterminismError';
  readonly first: RepeatedRun;
  readonly second: RepeatedRun;
  /** Index of the first step that differs, where the steps themselves show it. */
  readonly divergesAt: number | undefined;

  constructor(first: RepeatedRun, second: RepeatedRun) {
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
