import type { Planted } from '../../models/defect/index.ts';
import type { FaultMode } from '../fault/index.ts';
import { host } from '../kernel/index.ts';
import type { SecondOpinion } from '../opinion/index.ts';
import type { Scenario, Size } from '../scenario/index.ts';
import { Search, type Strategy } from '../strategy/index.ts';
import type { Target } from '../target/index.ts';
import { drawnRun } from './drawn-run.ts';
import { proveSame } from './prove-same.ts';
import { record } from './replay.ts';
import { encodeToken } from './replay-token.ts';
import type { RunResult, Violation } from './run.ts';
import { type ShrunkFinding, shrinkRun, signatureOf } from './shrink-run.ts';

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

/** A distinct failure: all runs that broke the same law in the same shape. */
export type Finding = {
  /** Law and shape of the witness. */
  readonly signature: string;
  /** The first run that showed it. */
  readonly run: RunResult;
  readonly violation: Violation;
  readonly token: string;
  /** A simpler run that fails alike, if one was looked for. */
  readonly shrunk?: ShrunkFinding | undefined;
  count: number;
  /** In how many runs of each strategy it was found. */
  readonly strategies: Map<string, number>;
};

export type CampaignResult = {
  readonly runs: number;
  readonly steps: number;
  readonly elapsedMs: number;
  /** How many runs broke a law. */
  readonly failedRuns: number;
  readonly findings: readonly Finding[];
  /** What became of the runs of each strategy: several, where the plan's is a portfolio. */
  readonly strategies: ReadonlyMap<string, Readonly<StrategyFigures>>;
  /** Runs that were done twice to see whether they are the same. */
  readonly checkedTwice: number;
  /** Runs in which the target may have left what PostgreSQL would do. */
  readonly divergentRuns: number;
  /** Steps of lifecycles that were taken in some run, by their names. */
  readonly reached: ReadonlySet<string>;
  /** Faults that happened, and how often. */
  readonly faults: ReadonlyMap<string, number>;
  readonly isInterrupted: boolean;
};

/** Runs of one strategy. */
export type StrategyFigures = { runs: number; failedRuns: number };

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
  const { target, scenarios, defect, opinion, bail = Number.POSITIVE_INFINITY } = plan;
  const search = new Search(plan.strategy);
  const findings = new Map<string, Finding>();
  const strategies = new Map<string, StrategyFigures>();
  const begun = host.monotonicMs();
  const deadline = plan.budgetMs === undefined ? Number.POSITIVE_INFINITY : begun + plan.budgetMs;
  let runs = 0;
  let steps = 0;
  let failedRuns = 0;
  let checkedTwice = 0;
  let divergentRuns = 0;
  const reached = new Set<string>();
  const faultsHappened = new Map<string, number>();

  for (const seed of plan.seeds) {
    if (signal.aborted || failedRuns >= bail || host.monotonicMs() >= deadline) break;
    const scenario = scenarios[runs % scenarios.length] ?? scenarios[0];
    const size = { ...scenario.size, ...plan.size };
    const { faults } = plan;
    const result = await drawnRun(target, { scenario, size, seed, defect, opinion }, { search, faults });
    const { strategy = plan.strategy.name } = result;
    const figures = strategies.get(strategy) ?? { runs: 0, failedRuns: 0 };
    strategies.set(strategy, figures);
    figures.runs += 1;
    runs += 1;
    steps += result.trace.steps.length;
    for (const { name } of result.reached) reached.add(name);
    for (const [name, count] of result.faults) {
      faultsHappened.set(name, (faultsHappened.get(name) ?? 0) + count);
    }
    if (result.divergences.length > 0) divergentRuns += 1;
    const violation = result.violations[0];
    if (violation) {
      failedRuns += 1;
      figures.failedRuns += 1;
      const signature = signatureOf(result) ?? '';
      const known = findings.get(signature);
      if (known) {
        known.count += 1;
        known.strategies.set(strategy, (known.strategies.get(strategy) ?? 0) + 1);
      } else {
        await proveSame(target, result);
        checkedTwice += 1;
        const token = encodeToken(record(target, result));
        const shrunk = await shrinkWithin(plan, result, signal);
        const strategies = new Map([[strategy, 1]]);
        const finding: Finding = { signature, run: result, violation, token, shrunk, count: 1, strategies };
        findings.set(signature, finding);
        listener.onFinding?.(finding);
      }
    } else if (runs % CHECK_ONE_IN === 0) {
      await proveSame(target, result);
      checkedTwice += 1;
    }
    listener.onRun?.(result, { runs, failedRuns });
  }
  return {
    runs,
    steps,
    elapsedMs: host.monotonicMs() - begun,
    failedRuns,
    findings: [...findings.values()],
    strategies,
    checkedTwice,
    divergentRuns,
    reached,
    faults: faultsHappened,
    isInterrupted: signal.aborted,
  };
}

async function shrinkWithin(
  { target, shrinkMs: ms }: CampaignPlan,
  result: RunResult,
  signal: AbortSignal,
): Promise<ShrunkFinding | undefined> {
  if (ms === undefined || signal.aborted) return undefined;
  return await shrinkRun(target, result, { ms, runs: Number.POSITIVE_INFINITY, signal });
}
