import { explore, type ExploreListener, PrunedRun, type Search, type Verdict } from '../explore/index.ts';
import { type Chooser, DEFAULT_LIMITS } from '../kernel/index.ts';
import type { Target } from '../target/index.ts';
import { proveSame } from './prove-same.ts';
import { record } from './replay.ts';
import { encodeToken } from './replay-token.ts';
import { run, type RunPlan, type RunResult } from './run.ts';

/** One scenario, all of whose schedules within the search's bounds are looked at. */
export type ExplorationPlan = {
  readonly target: Target;
  readonly run: RunPlan;
  readonly search: Search;
  /** Wall-clock milliseconds after which no run is begun any more. */
  readonly budgetMs: number | undefined;
  readonly mostRuns: number | undefined;
};

/** How far an exploration came; with what is needed to replay a run that broke a law. */
export type ExplorationResult =
  | Exclude<Verdict<RunResult>, { readonly type: 'broken' }>
  | { readonly type: 'broken'; readonly run: RunResult; readonly token: string };

/**
 * Looks at every schedule of a scenario within bounds, until one breaks a law.
 *
 * @throws {SearchDivergedError} when a choice did not lead where it led before, or steps that should commute did not.
 * @throws {NondeterminismError} when a run that broke a law, done again, is not the same.
 */
export async function exploration(
  { target, run: plan, search, budgetMs, mostRuns }: ExplorationPlan,
  listener: ExploreListener,
  signal: AbortSignal,
): Promise<ExplorationResult> {
  const { chaosSteps, chaosMs } = plan.limits ?? DEFAULT_LIMITS;
  const verdict = await explore<RunResult>(
    {
      search,
      run: (begin) => runOrPrune(target, plan, begin),
      isBroken: ({ violations }) => violations.length > 0,
      isCutShort: ({ trace, elapsedMs }) => trace.steps.length > chaosSteps || elapsedMs >= chaosMs,
      budgetMs,
      mostRuns,
    },
    listener,
    signal,
  );
  if (verdict.type !== 'broken') return verdict;
  await proveSame(target, verdict.run);
  return { ...verdict, token: encodeToken(record(target, verdict.run)) };
}

async function runOrPrune(target: Target, plan: RunPlan, begin: () => Chooser): Promise<RunResult> {
  try {
    return await run(target, plan, begin);
  } catch (error) {
    // A run that is left underway may have come by what earlier ones left lying about, too.
    if (!(error instanceof PrunedRun) || !target.mustRepeat()) throw error;
    return await runOrPrune(target, plan, begin);
  }
}
