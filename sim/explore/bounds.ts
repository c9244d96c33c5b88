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

/** What an option takes of the bounds. */
export type Cost = { readonly preempts: boolean; readonly faults: 0 | 1 };

/** What an option of a decision costs; undefined if it is not within the bounds at all. */
export function costOf(
  option: Option,
  { options, plain, last }: Decision,
  { allowed }: Bounds,
): Cost | undefined {
  if (option.isTime) {
    if (plain === 1) return { preempts: false, faults: 0 };
    return allowed.has(EARLY_TIME) ? { preempts: false, faults: 1 } : undefined;
  }
  if (option.fault !== undefined && !allowed.has(option.fault)) return undefined;
  const couldGoOn = last !== undefined && options[0]?.thread === last;
  // A blow is nobody's step, and so interrupts nobody.
  const preempts = couldGoOn && option.thread >= 0 && option.thread !== last;
  return { preempts, faults: option.fault === undefined ? 0 : 1 };
}
