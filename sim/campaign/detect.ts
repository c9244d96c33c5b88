import type { Planted } from '../../models/defect/index.ts';
import type { FaultMode } from '../fault/index.ts';
import { host } from '../kernel/index.ts';
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

/** Runs scenarios with a defect, one after the other, until one of them breaks a law. */
export async function detect(
  target: Target,
  { defect, scenarios, size = {} }: DetectionPlan,
  { strategy, faults, seed, mostRuns, signal }: DetectionEffort,
): Promise<Detection> {
  const begun = host.monotonicMs();
  const search = new Search(strategy);
  let steps = 0;
  let runs = 0;
  while (runs < mostRuns) {
    const scenario = scenarios[runs % scenarios.length];
    if (!scenario || signal?.aborted) break;
    const plan = { scenario, size: { ...scenario.size, ...size }, seed: `${seed}/${runs}`, defect };
    const result = await drawnRun(target, plan, { search, faults });
    runs += 1;
    steps += result.trace.steps.length;
    const violation = result.violations[0];
    if (!violation) continue;
    return { type: 'FOUND', runs, steps, elapsedMs: host.monotonicMs() - begun, run: result, violation };
  }
  return { type: 'NOT_FOUND', runs, steps, elapsedMs: host.monotonicMs() - begun };
}
