import type { Planted } from '../../models/defect/index.ts';
import type { FaultMode } from '../fault/index.ts';
import { host } from '../kernel/index.ts';
import type { SecondOpinion } from '../opinion/index.ts';
import type { Scenario, Size } from '../scenario/index.ts';
import { Search, type Strategy } from '../strategy/index.ts';
import type { Target } from '../target/index.ts';
import type { CampaignResult, Finding } from './campaign-result.ts';
import { drawnRun } from './drawn-run.ts';
import { proveSame } from './prove-same.ts';
import { record } from './replay.ts';
import { encodeToken } from './replay-token.ts';
import type { RunResult } from './run.ts';
import { type ShrunkFinding, shrinkRun } from './shrink-run.ts';
import { Tally } from './tally.ts';

/** Many runs. */
export type CampaignPlan = {
  readonly target: Target;
  readonly scenarios: readonly [Scenario, ...Scenario[]];
  /** Overrides the scenarios' own sizes. */
  readonly size: Partial<Size>;
  readonly strategy: Strategy;
  readonly defect: Planted | undefined;
  /** What goes wrong, drawn for each run; nothing, if absent. */
  readonly faults?: FaultMode;
  /** Another database that is asked what each run must have left. */
  readonly opinion?: SecondOpinion | undefined;
  /** Seeds in order; each is run on one scenario, the scenarios taking turns. */
  readonly seeds: Iterable<string>;
  /** Wall-clock milliseconds after which no run is begun any more. */
  readonly budgetMs: number | undefined;
  /** How many runs may break a law before the campaign ends. */
  readonly bail: number | undefined;
  /** Wall-clock milliseconds in which each finding is made simpler; not at all, if absent. */
  readonly shrinkMs?: number | undefined;
};

/** Watches a campaign. */
export type CampaignListener = {
  onRun?(run: RunResult, progress: { readonly runs: number; readonly failedRuns: number }): void;
  onFinding?(finding: Finding): void;
};

/** One in so many runs is done again, to prove on the spot that a run is a function of its choices. */
const CHECK_ONE_IN = 50;

/**
 * Runs a scenario after the other, seed after seed, until there are no more seeds, the time is up, enough was found,
 * or `signal` is aborted; then nothing is lost, and the result says what was found so far.
 *
 * @throws {NondeterminismError} when a run done again is not the same.
 */
export async function campaign(
  plan: CampaignPlan,
  listener: CampaignListener,
  signal: AbortSignal,
): Promise<CampaignResult> {
  const { target, scenarios, defect, faults, opinion, bail = Number.POSITIVE_INFINITY } = plan;
  const search = new Search(plan.strategy);
  const tally = new Tally(plan.strategy.name);
  const begun = host.monotonicMs();
  const deadline = plan.budgetMs === undefined ? Number.POSITIVE_INFINITY : begun + plan.budgetMs;

  for (const seed of plan.seeds) {
    if (signal.aborted || tally.failedRuns >= bail || host.monotonicMs() >= deadline) break;
    const scenario = scenarios[tally.runs % scenarios.length] ?? scenarios[0];
    const size = { ...scenario.size, ...plan.size };
    const watch = tally.watchOf(seed);
    const result = await drawnRun(
      target,
      { scenario, size, seed, defect, opinion },
      { search, faults, watch },
    );
    tally.addRun(result);
    const [violation] = result.violations;
    if (violation ? !tally.knows(result) : tally.runs % CHECK_ONE_IN === 0) {
      await proveSame(target, result);
      tally.checkedTwice += 1;
    }
    if (violation && !tally.knows(result)) {
      const token = encodeToken(record(target, result));
      const shrunk = await shrinkWithin(plan, result, signal);
      const finding = tally.addFinding({ run: result, violation, token, shrunk });
      listener.onFinding?.(finding);
    }
    listener.onRun?.(result, { runs: tally.runs, failedRuns: tally.failedRuns });
  }
  return tally.result(host.monotonicMs() - begun, signal.aborted);
}

async function shrinkWithin(
  { target, shrinkMs: ms }: CampaignPlan,
  result: RunResult,
  signal: AbortSignal,
): Promise<ShrunkFinding | undefined> {
  if (ms === undefined || signal.aborted) return undefined;
  return await shrinkRun(target, result, { ms, runs: Number.POSITIVE_INFINITY, signal });
}
