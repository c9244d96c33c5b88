import type { Decision, Option } from '../kernel/index.ts';

/** What time is called where it passes although somebody could step: a deviation like a fault, and counted as one. */
export const EARLY_TIME = 'time-passes';

/** What schedules are searched. */
export type Bounds = {
  /** How often at most an activity is interrupted that could go on. */
  readonly preemptions: number | 'unlimited';
  /** How many faults may happen in a run, {@link EARLY_TIME} included. */
  readonly faults: number;
  /** Names of the faults that may happen. Unless EARLY_TIME is one of them, time passes only when nobody can step. */
  readonly allowed: ReadonlySet<string>;
};

/** What is left to be spent in a run. */
export type Budget = { readonly preemptions: number; readonly faults: number };

/** What a run may spend. @param preemptions at most so many, whatever the bounds say */
export function budgetOf(bounds: Bounds, preemptions = Number.POSITIVE_INFINITY): Budget {
  const most = bounds.preemptions === 'unlimited' ? Number.POSITIVE_INFINITY : bounds.preemptions;
  return { preemptions: Math.min(most, preemptions), faults: bounds.faults };
}

/** What an option of a decision costs; undefined if it is not within the bounds at all. */
export function costOf(
  option: Option,
  { options, plain, last }: Decision,
  { allowed }: Bounds,
): Budget | undefined {
  if (option.isTime) {
    if (plain === 1) return { preemptions: 0, faults: 0 };
    return allowed.has(EARLY_TIME) ? { preemptions: 0, faults: 1 } : undefined;
  }
  if (option.fault !== undefined && !allowed.has(option.fault)) return undefined;
  const couldGoOn = last !== undefined && options[0]?.thread === last;
  // A blow is nobody's step, and so interrupts nobody.
  const preempts = couldGoOn && option.thread >= 0 && option.thread !== last;
  return { preemptions: preempts ? 1 : 0, faults: option.fault === undefined ? 0 : 1 };
}

/** What is left after paying; undefined if that is too much. */
export function spend(budget: Budget, cost: Budget): Budget | undefined {
  const preemptions = budget.preemptions - cost.preemptions;
  const faults = budget.faults - cost.faults;
  return preemptions < 0 || faults < 0 ? undefined : { preemptions, faults };
}
