import { actorsIn } from './actors.ts';
import type { Deviation, TakenStep } from '../strategy/index.ts';

/** A run that may be simpler than the one that was found. */
export type Candidate = {
  /** How much there is of everything, by its name: `tasks`, `workers`, … */
  readonly size: Readonly<Record<string, number>>;
  /** Names of the faults that may happen. */
  readonly faults: readonly string[];
  /** How many faults may happen altogether. */
  readonly mostFaults: number;
  /** Where it leaves the default schedule. */
  readonly deviations: readonly Deviation[];
  /** The names of all steps, in the order in which they should be taken, in place of deviations. */
  readonly order?: readonly string[];
};

/** What a candidate's run came to. */
export type Attempt<Result> = {
  /** Law and shape of what it broke; undefined if it broke nothing. */
  readonly signature: string | undefined;
  /** Those of the candidate's deviations that decided something, in order: without the others the run is the same. */
  readonly applied: readonly Deviation[];
  /** The steps that were taken, in order. */
  readonly taken: readonly TakenStep[];
  readonly faults: number;
  readonly preemptions: number;
  /** How many steps there are to read. */
  readonly steps: number;
  /** Whatever the caller wants to have of the run that is left in the end. */
  readonly result: Result;
};

/** A candidate that fails as it must, and its run. */
export type Failing<Result> = { readonly candidate: Candidate; readonly attempt: Attempt<Result> };

/**
 * Which of two failing runs is simpler: fewer faults, then fewer preemptions and deviations together (neither is worth
 * many of the other), fewer actors in them, fewer that wait for what never happens, a smaller size, fewer faults that might
 * happen, fewer steps.
 *
 * @returns a number below 0 if the first one is
 */
export function compare(one: Failing<unknown>, other: Failing<unknown>): number {
  return compareCosts(costOf(one), costOf(other));
}

/** Compares costs of which each counts only where all before it are the same. @returns below 0 if the first are less */
export function compareCosts(costs: readonly number[], others: readonly number[]): number {
  return costs.map((cost, index) => cost - (others[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

/** Deviations whose step never comes in the run: what they hold back waits until nobody else can step. */
export function ghosts({
  candidate: { deviations },
  attempt: { taken },
}: Failing<unknown>): readonly Deviation[] {
  const names = new Set(taken.map(({ name }) => name));
  return deviations.filter(({ take }) => !names.has(take));
}

function costOf(failing: Failing<unknown>): readonly number[] {
  const { size, faults, mostFaults, deviations } = failing.candidate;
  const { attempt } = failing;
  const amount = Object.values(size).reduce((sum, each) => sum + each, 0);
  const schedule = attempt.preemptions + deviations.length;
  const scope = faults.length === 0 ? 0 : faults.length + mostFaults;
  return [
    attempt.faults,
    schedule,
    actorsIn(deviations).length,
    ghosts(failing).length,
    amount,
    scope,
    attempt.steps,
  ];
}
