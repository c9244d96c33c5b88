import type { Planted } from '../../models/defect/index.ts';
import { live } from '../../models/law/index.ts';
import type { FaultMode } from '../fault/index.ts';
import { host, type Limits } from '../kernel/index.ts';
import type { Scenario, Size } from '../scenario/index.ts';
import { Search, type Strategy } from '../strategy/index.ts';
import type { Target } from '../target/index.ts';
import { drawnRun } from './drawn-run.ts';
import type { RunResult, Violation } from './run.ts';

/** What is looked for, and where. */
export type DetectionPlan = {
  readonly defect: Planted;
  /** They take turns. */
  readonly scenarios: readonly Scenario[];
  /** Overrides the scenarios' own sizes. */
  readonly size?: Partial<Size>;
};

/** How it is looked for. */
export type DetectionEffort = {
  readonly strategy: Strategy;
  /** What goes wrong, drawn for each run; nothing, if absent. */
  readonly faults?: FaultMode;
  /** Grows the seeds of all runs. */
  readonly seed: string;
  /** All scenarios together. */
  readonly mostRuns: number;
  /**
   * Whether long runs are cut off, and run to their ends only if no law was broken until then: quick with what makes
   * workers spin, but what is found cannot be replayed.
   */
  readonly isBrief?: boolean;
  readonly signal?: AbortSignal;
};

/** What came of looking for a defect. */
export type Detection = {
  readonly runs: number;
  readonly steps: number;
  readonly elapsedMs: number;
} & (
  | {
      readonly type: 'FOUND';
      /** The first run that broke a law, and the law that tells most about it. */
      readonly run: RunResult;
      readonly violation: Violation;
    }
  | { readonly type: 'NOT_FOUND' }
);

/** Longer than nearly all runs are. */
const BRIEF: Limits = { chaosSteps: 2_000, chaosMs: 30_000, healingSteps: 2_000, healingMs: 300_000 };

/** Runs scenarios with a defect, one after the other, until one of them breaks a law. */
export async function detect(
  target: Target,
  { defect, scenarios, size = {} }: DetectionPlan,
  { strategy, faults, seed, mostRuns, isBrief = false, signal }: DetectionEffort,
): Promise<Detection> {
  const begun = host.monotonicMs();
  const search = new Search(strategy);
  let steps = 0;
  let runs = 0;
  while (runs < mostRuns) {
    const scenario = scenarios[runs % scenarios.length];
    if (!scenario || signal?.aborted) break;
    const plan = { scenario, size: { ...scenario.size, ...size }, seed: `${seed}/${runs}`, defect };
    let result = await drawnRun(target, isBrief ? { ...plan, limits: BRIEF } : plan, { search, faults });
    steps += result.trace.steps.length;
    if (isBrief && isUndecided(result)) {
      result = await drawnRun(target, plan, { search, faults });
      steps += result.trace.steps.length;
    }
    runs += 1;
    const violation = result.violations[0];
    if (!violation) continue;
    return { type: 'FOUND', runs, steps, elapsedMs: host.monotonicMs() - begun, run: result, violation };
  }
  return { type: 'NOT_FOUND', runs, steps, elapsedMs: host.monotonicMs() - begun };
}

/** Whether a run was cut off, and that alone is wrong with it. */
function isUndecided({ end, violations }: RunResult): boolean {
  return end === 'exhausted' && violations.every(({ law }) => law === live);
}
