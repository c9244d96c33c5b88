import type { Attempt, Candidate, Failing } from './candidate.ts';
import { PASSES } from './passes.ts';
import { type Budget, Search } from './search.ts';

export type ShrinkPlan<Result> = {
  /** The run that was found, with all of its deviations. */
  readonly found: Candidate;
  /** What there must be of everything at least. */
  readonly least: Candidate['size'];
  /** Law and shape of what it broke: what must be broken in the end, too. */
  readonly signature: string;
  readonly budget: Budget;
  /** Runs a candidate. */
  attempt(candidate: Candidate): Promise<Attempt<Result>>;
};

/** The simplest run that was come to. */
export type Shrunk<Result> = Failing<Result> & {
  /** The run that was found. */
  readonly from: Failing<Result>;
  /** Runs that it took. */
  readonly runs: number;
  readonly elapsedMs: number;
  /** Whether nothing that is tried makes it any simpler; if not, the budget was used up before. */
  readonly isMinimal: boolean;
};

/**
 * Makes a failing run simpler as long as it fails in the same way: what there is of everything, what can go wrong, and
 * the schedule, in turns, until nothing helps any more.
 *
 * @returns undefined if the run that was found does not fail when its deviations are tried
 */
export async function shrink<Result>(plan: ShrinkPlan<Result>): Promise<Shrunk<Result> | undefined> {
  const { found, signature, least, budget } = plan;
  const attempt = await plan.attempt(found);
  if (attempt.signature !== signature) return undefined;
  const from = { candidate: { ...found, deviations: attempt.applied }, attempt };
  const search = new Search(from, signature, budget, (candidate) => plan.attempt(candidate));
  for (let before: Failing<Result> | undefined; before !== search.simplest && !search.isSpent; ) {
    before = search.simplest;
    search.current = before;
    for (const pass of PASSES) await pass(search, least);
  }
  const { runs, elapsedMs, isSpent } = search;
  return { ...search.simplest, from, runs: runs + 1, elapsedMs, isMinimal: !isSpent };
}
