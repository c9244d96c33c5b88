import { deviationsInWords, type Figures, figuresOf } from '../campaign/index.ts';
import { faultScope } from '../fault/index.ts';
import { EscapedSimulationError } from '../kernel/index.ts';
import type { FindingRecord } from '../record/index.ts';
import { type Attempt, type Candidate, shrink, Trial } from '../shrink/index.ts';
import { type Deviation, DeviationRecorder, replayChooser, withChooser } from '../strategy/index.ts';
import { type BodyPlan, runBody, type SimulateRun } from './run-body.ts';

/** What a failed run was cut down to, and what it was before. */
export type Cut = Pick<
  NonNullable<FindingRecord['shrunk']>,
  'from' | 'to' | 'deviations' | 'runs' | 'elapsedMs' | 'minimal'
>;

/** A failed run made simpler. */
export type ShrunkRun = { readonly run: SimulateRun; readonly cut: Cut };

/**
 * Makes a failed run of somebody's own code simpler: fewer faults and fewer preemptions, as long as an actor of the same
 * kind fails with the same error, but for numbers.
 *
 * @param mostRuns how often the body may be run for that; not by the clock, or the same seed would not tell the same
 * @returns undefined if nothing can be cut from it
 */
export async function shrinkBody(
  plan: BodyPlan,
  found: SimulateRun,
  mostRuns: number,
): Promise<ShrunkRun | undefined> {
  const signature = failureKind(found);
  if (signature === undefined) return undefined;
  const { names: faults = [], most: mostFaults = 0 } = found.scope ?? {};
  const { seed } = found.plan;
  try {
    const shrunk = await shrink<SimulateRun>({
      found: { size: {}, faults, mostFaults, deviations: await deviationsOf(plan, found) },
      least: {},
      signature,
      budget: { runs: mostRuns, ms: Number.POSITIVE_INFINITY },
      attempt: (candidate) => attempt(plan, seed, candidate),
    });
    if (!shrunk) return undefined;
    const [before, run] = [shrunk.from.attempt.result, shrunk.attempt.result];
    const [from, to] = [figuresOf(before), figuresOf(run)];
    if (!isLess(to, from)) return undefined;
    const deviations = deviationsInWords(shrunk.candidate.deviations);
    const { runs, elapsedMs, isMinimal: minimal } = shrunk;
    return { run, cut: { from, to, deviations, runs, elapsedMs: Math.round(elapsedMs), minimal } };
  } catch (error) {
    // Under another schedule the body may go past its ports. That says nothing of the run that was found.
    if (error instanceof EscapedSimulationError) return undefined;
    throw error;
  }
}

async function attempt(plan: BodyPlan, seed: string, candidate: Candidate): Promise<Attempt<SimulateRun>> {
  const { result: run, chooser: trial } = await withChooser(
    () => new Trial(candidate),
    (makeChooser) => runBody(plan, seed, makeChooser, faultScope(candidate.faults, candidate.mostFaults)),
  );
  const { applied, taken } = trial;
  return { signature: failureKind(run), applied, taken, ...figuresOf(run), result: run };
}

async function deviationsOf(
  plan: BodyPlan,
  { plan: { seed }, choices, scope }: SimulateRun,
): Promise<readonly Deviation[]> {
  const { chooser } = await withChooser(
    () => new DeviationRecorder(replayChooser(choices)),
    (makeChooser) => runBody(plan, seed, makeChooser, scope),
  );
  return chooser.deviations;
}

/** What kind of actor failed, and with what, but for numbers; undefined if all went well. */
export function failureKind({ failure }: Pick<SimulateRun, 'failure'>): string | undefined {
  return failure && `${failure.actor}: ${String(failure.error)}`.replaceAll(/\d+/g, '#');
}

function isLess(to: Figures, from: Figures): boolean {
  return to.faults < from.faults || to.preemptions < from.preemptions || to.steps < from.steps;
}
