import type { Target } from '../target/index.ts';
import { type FilmedRun, filmRun } from './film-run.ts';
import type { RunResult, Violation } from './run.ts';
import { shownAt } from './shown-at.ts';
import { turningPoint, type TurningPoint } from './turning-point.ts';

/** A run that was looked at step by step, and where it broke what it broke. */
export type ExaminedRun = FilmedRun & {
  /** What it broke first; undefined if every law held. */
  readonly violation: Violation | undefined;
  /** The step from which on that shows; undefined if it shows in the end only. */
  readonly shown: number | undefined;
  /** Where it could no longer be saved; undefined if that was not found out in time. */
  readonly turn: TurningPoint | undefined;
};

/** How long it may take to find out where a run could no longer be saved: most need a second. */
const TURN_MS = 15_000;

/**
 * Finds out all that a page about a run shows.
 *
 * @param turnMs how long the point of no return may be looked for
 */
export async function examine(target: Target, run: RunResult, turnMs = TURN_MS): Promise<ExaminedRun> {
  const filmed = await filmRun(target, run);
  const [violation] = run.violations;
  if (!violation) return { ...filmed, violation, shown: undefined, turn: undefined };
  const turn = await turningPoint(target, run, violation, turnMs);
  return { ...filmed, violation, shown: shownAt(filmed, violation), turn };
}
