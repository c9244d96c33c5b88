import { faultScope } from '../fault/index.ts';
import { type Budget, type Candidate, shrink, Trial } from '../shrink/index.ts';
import {
  type Deviation,
  DeviationRecorder,
  replayChooser,
  TolerantChooser,
  withChooser,
} from '../strategy/index.ts';
import type { Target } from '../target/index.ts';
import { type Figures, figuresOf } from './figures.ts';
import { NondeterminismError } from './nondeterminism-error.ts';
import { record, replay } from './replay.ts';
import { encodeToken } from './replay-token.ts';
import { run, type RunPlan, type RunResult, type Violation } from './run.ts';

/** A finding made simpler: another run that breaks the same law in the same shape. */
export type ShrunkFinding = {
  readonly run: RunResult;
  readonly violation: Violation;
  /** Replays the shrunk run, strictly. */
  readonly token: string;
  /** All that sets its schedule apart from the default. */
  readonly deviations: readonly Deviation[];
  readonly from: Figures;
  readonly to: Figures;
  /** Runs that it took. */
  readonly runs: number;
  readonly elapsedMs: number;
  /** Whether nothing that is tried makes it any simpler; if not, the budget was used up before. */
  readonly isMinimal: boolean;
};

const LEAST = { tasks: 1, workers: 1, servers: 1 };

/** Law and shape of what a run broke first; undefined if every law held. */
export function signatureOf({ violations: [violation] }: Pick<RunResult, 'violations'>): string | undefined {
  return violation && `${violation.law.name}: ${violation.witness.shape}`;
}

/** The deviations of a run from the default schedule: it is done again to see them. */
export async function deviationsOf(
  target: Target,
  { plan, choices }: RunResult,
): Promise<readonly Deviation[]> {
  const { chooser } = await withChooser(
    () => new DeviationRecorder(replayChooser(choices)),
    (makeChooser) => run(target, plan, makeChooser),
  );
  return chooser.deviations;
}

/**
 * Makes a run that broke a law simpler. What is found is done again, strictly and twice, before it is believed.
 *
 * @returns undefined if the run cannot be said as deviations, or breaks no law
 * @throws {NondeterminismError} when the shrunk run is not the same again
 */
export async function shrinkRun(
  target: Target,
  result: RunResult,
  budget: Budget,
): Promise<ShrunkFinding | undefined> {
  const signature = signatureOf(result);
  if (signature === undefined) return undefined;
  const { plan } = result;
  const faults = plan.faults?.names ?? [];
  const mostFaults = plan.faults?.most ?? 0;
  const found = { size: plan.size, faults, mostFaults, deviations: await deviationsOf(target, result) };
  const shrunk = await shrink<RunResult>({
    found,
    least: LEAST,
    signature,
    budget,
    attempt: async (candidate) => {
      const { result: each, chooser: trial } = await withChooser(
        () => new Trial(candidate),
        (makeChooser) => run(target, planFor(plan, candidate), makeChooser),
      );
      const { applied, taken } = trial;
      return { signature: signatureOf(each), applied, taken, ...figuresOf(each), result: each };
    },
  });
  const violation = shrunk?.attempt.result.violations[0];
  if (!shrunk || !violation) return undefined;
  const { candidate, attempt, from, runs, elapsedMs, isMinimal } = shrunk;
  await proveTwice(target, attempt.result);
  // Some of what was asked for may have meant nothing any more in a run of fewer actors: what was done says it plainly.
  const done = await deviationsOf(target, attempt.result);
  const deviations = done.length <= candidate.deviations.length ? done : candidate.deviations;
  return {
    run: attempt.result,
    violation,
    token: encodeToken(record(target, attempt.result)),
    deviations,
    from: figuresOf(from.attempt.result),
    to: figuresOf(attempt.result),
    runs: runs + 2,
    elapsedMs,
    isMinimal,
  };
}

/** Runs a plan by its default schedule, but for deviations; what means nothing is left out, and told. */
export async function tolerantly(
  target: Target,
  plan: RunPlan,
  deviations: readonly Deviation[],
): Promise<{ readonly run: RunResult; readonly tolerated: ReturnType<TolerantChooser['tolerated']> }> {
  const { result, chooser } = await withChooser(
    () => new TolerantChooser(deviations),
    (makeChooser) => run(target, plan, makeChooser),
  );
  return { run: result, tolerated: chooser.tolerated() };
}

function planFor(plan: RunPlan, { size, faults, mostFaults }: Candidate): RunPlan {
  const { tasks = 1, workers = 1, servers = 1 } = size;
  return { ...plan, size: { tasks, workers, servers }, faults: faultScope(faults, mostFaults) };
}

async function proveTwice(target: Target, result: RunResult): Promise<void> {
  for (let time = 1; time <= 2; time += 1) {
    const again = await replay(target, record(target, result), result.plan.opinion);
    if (again.hash !== result.hash || signatureOf(again) !== signatureOf(result)) {
      throw new NondeterminismError(result, again);
    }
  }
}
