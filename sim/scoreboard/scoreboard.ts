import { DEFECTS, type Defect, type Planted } from '../../models/defect/index.ts';
import { EQUIVALENTS, MUTANTS } from '../../models/mutant/index.ts';
import { type Detection, detect, type DetectionPlan, type ShrunkFinding } from '../campaign/index.ts';
import { type FaultMode, isFaultName } from '../fault/index.ts';
import { SCENARIOS } from '../scenario/index.ts';
import type { Strategy } from '../strategy/index.ts';
import type { Target } from '../target/index.ts';
import { simplestOf } from './least.ts';
import { type Recording, type RecordingEffort, turnsFor } from './recordings.ts';
import { type Spread, spreadOf } from './spread.ts';

/** How hard defects are looked for. */
export type Effort = RecordingEffort & {
  /** Campaigns of each strategy, each with a seed of its own. */
  readonly trials: number;
  /** Runs of each campaign at most. */
  readonly mostRuns: number;
  /** What scenarios send: mutants are looked for in those that can show them. */
  readonly recordings: readonly Recording[];
  /** How long each finding of a defect may be shrunk, in milliseconds; not at all, if absent. */
  readonly shrinkMs?: number | undefined;
};

/** How a strategy did on a defect. */
export type StrategyScore = {
  readonly strategy: string;
  readonly trials: number;
  /** Trials that found it. */
  readonly found: number;
  /** Runs up to and with the one that found it; infinite where none did. */
  readonly runs: Spread;
  readonly seconds: Spread;
  /** Of all trials together. */
  readonly runsMade: number;
};

/** What became of a defect. */
export type DefectScore = { readonly defect: Planted; readonly strategies: readonly StrategyScore[] } & (
  | {
      readonly verdict: 'killed';
      /** The law that was broken first, most often. */
      readonly law: string;
      /** The scenario that broke a law first. */
      readonly scenario: string;
      /** The simplest of what findings of it were shrunk to. */
      readonly shrunk: ShrunkFinding | undefined;
    }
  | {
      readonly verdict: 'survived';
      /** Where it was looked for. */
      readonly scenarios: readonly string[];
    }
  /** A mutant of what no scenario sends: it was not looked for. */
  | { readonly verdict: 'unreached' }
  | { readonly verdict: 'equivalent'; readonly argument: string }
);

/** Looks for a defect again and again, with each strategy. @returns undefined if it was interrupted before the end */
export async function scoreOf(
  target: Target,
  defect: Planted,
  effort: Effort,
): Promise<DefectScore | undefined> {
  const equivalent = EQUIVALENTS.find(({ mutants }) => mutants.includes(defect.name));
  if (equivalent) return { defect, strategies: [], verdict: 'equivalent', argument: equivalent.argument };
  const place = placeOf(defect, effort.recordings);
  if (place.scenarios.length === 0) return { defect, strategies: [], verdict: 'unreached' };
  const strategies: StrategyScore[] = [];
  const found: Extract<Detection, { type: 'FOUND' }>[] = [];
  for (const strategy of effort.strategies) {
    const detections = await tryOut(target, place, strategy, effort);
    if (!detections) return undefined;
    const hits = detections.filter((each) => each.type === 'FOUND');
    found.push(...hits);
    strategies.push({
      strategy: strategy.name,
      trials: detections.length,
      found: hits.length,
      runs: spreadOf(
        detections.map(({ type, runs }) => (type === 'FOUND' ? runs : Number.POSITIVE_INFINITY)),
      ),
      seconds: spreadOf(detections.map(({ elapsedMs }) => elapsedMs / 1_000)),
      runsMade: detections.reduce((sum, each) => sum + each.runs, 0),
    });
  }
  const [first] = found;
  if (!first) {
    return {
      defect,
      strategies,
      verdict: 'survived',
      scenarios: [...new Set(place.scenarios.map(({ name }) => name))],
    };
  }
  const { shrinkMs: ms, signal } = effort;
  const runs = Number.POSITIVE_INFINITY;
  const findings = found.map(({ run }) => run);
  const least = known(defect)?.shows.least;
  const shrunk =
    ms === undefined ? undefined : await simplestOf(target, findings, least, { ms, runs, signal });
  const { name: scenario } = first.run.plan.scenario;
  return { defect, strategies, verdict: 'killed', law: lawOf(defect, found), scenario, shrunk };
}

/** What is known of it, if it is a listed defect. */
function known({ name }: Planted): Defect | undefined {
  return DEFECTS.find((each) => each.name === name);
}

type Place = DetectionPlan & { readonly faults: FaultMode };

/**
 * Where a defect is looked for: where it says it shows. A mutant says nothing of the kind: in all scenarios that send what
 * is wrong with it, with anything that can go wrong. Whatever else is planted: everywhere.
 *
 * @param recordings what scenarios send; asked of mutants alone, that are nowhere to be looked for without
 */
export function placeOf(defect: Planted, recordings: readonly Recording[] = []): Place {
  const listed = known(defect);
  if (!listed) {
    const mutant = MUTANTS.find(({ name }) => name === defect.name);
    return { defect, scenarios: mutant ? turnsFor(mutant, recordings) : SCENARIOS, faults: 'swarm' };
  }
  const { scenario, size = {}, faults = [] } = listed.shows;
  const scenarios = SCENARIOS.filter(({ name }) => name === scenario);
  return { defect, scenarios, size, faults: faults.length === 0 ? 'none' : faults.filter(isFaultName) };
}

async function tryOut(
  target: Target,
  { faults, ...plan }: Place,
  strategy: Strategy,
  { trials, mostRuns, seed, shrinkMs, signal }: Effort,
): Promise<readonly Detection[] | undefined> {
  const detections: Detection[] = [];
  for (let trial = 0; trial < trials; trial += 1) {
    const detection = await detect(target, plan, {
      strategy,
      faults,
      seed: `${seed}/${trial}`,
      mostRuns,
      isBrief: shrinkMs === undefined, // what is to be shrunk must be replayed
      signal,
    });
    if (signal.aborted) return undefined;
    detections.push(detection);
    // A campaign that found nothing is not tried again: nothing is known of a median that half of them do not reach.
    if (detection.type === 'NOT_FOUND' && detections.every(({ type }) => type === 'NOT_FOUND')) break;
  }
  return detections;
}

/** The law that a defect says it breaks, if it does; else the one that its findings told of first most often. */
function lawOf(defect: Planted, found: readonly Extract<Detection, { type: 'FOUND' }>[]): string {
  const claimed = known(defect)?.breaks;
  if (
    claimed !== undefined &&
    found.some(({ run }) => run.violations.some(({ law }) => law.name === claimed))
  ) {
    return claimed;
  }
  const counts = new Map<string, number>();
  for (const { violation } of found)
    counts.set(violation.law.name, (counts.get(violation.law.name) ?? 0) + 1);
  const [most] = [...counts].sort(([, one], [, other]) => other - one);
  return most?.[0] ?? '';
}
