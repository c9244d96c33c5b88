import { host } from '../kernel/index.ts';
import type { Race } from '../race/index.ts';
import type { Strategy } from '../strategy/index.ts';
import type { Target } from '../target/index.ts';
import { type Difference, differenceOf } from './difference.ts';
import { hold } from './outcome.ts';

/** Many races, each on several targets. */
export type DifferentialPlan = {
  /** The first is what the others are compared with. */
  readonly targets: readonly [Target, Target, ...Target[]];
  readonly races: readonly [Race, ...Race[]];
  readonly strategy: Strategy;
  /** Seeds in order; each is run on one race, the races taking turns. */
  readonly seeds: Iterable<string>;
  /** Wall-clock milliseconds after which no run is begun any more. */
  readonly budgetMs: number | undefined;
  /** How many runs may differ before it ends. */
  readonly bail: number | undefined;
};

/**
 * What is known of a difference. `announced`: one of the targets says by itself that it may have left what PostgreSQL
 * does. `unsteady`: one of them, asked again, came to something else than before. `silent`: neither.
 */
export type DifferenceKind = 'silent' | 'announced' | 'unsteady';

/** All differences of one race in one shape. */
export type DifferenceFinding = {
  /** Race, targets, kind and shape. */
  readonly signature: string;
  /** The first one. */
  readonly difference: Difference;
  readonly kind: DifferenceKind;
  count: number;
};

export type DifferentialResult = {
  readonly runs: number;
  /** Steps on the first target. */
  readonly steps: number;
  readonly elapsedMs: number;
  /** Runs in which targets differed. */
  readonly differentRuns: number;
  /** Runs in which a target announced a divergence, and came to the same all the same. */
  readonly needlesslyAnnounced: number;
  readonly findings: readonly DifferenceFinding[];
  readonly isInterrupted: boolean;
};

/** Watches. */
export type DifferentialListener = {
  onRun?(progress: { readonly runs: number; readonly differentRuns: number }): void;
  onFinding?(finding: DifferenceFinding): void;
};

/** Holds race after race on every target, until there are no more seeds, the time is up, or enough was found. */
export async function differential(
  plan: DifferentialPlan,
  listener: DifferentialListener,
  signal: AbortSignal,
): Promise<DifferentialResult> {
  const { races, strategy, bail = Number.POSITIVE_INFINITY } = plan;
  const [reference, ...others] = plan.targets;
  const findings = new Map<string, DifferenceFinding>();
  const begun = host.monotonicMs();
  const deadline = begun + (plan.budgetMs ?? Number.POSITIVE_INFINITY);
  let runs = 0;
  let steps = 0;
  let differentRuns = 0;
  let needlesslyAnnounced = 0;

  for (const seed of plan.seeds) {
    if (signal.aborted || differentRuns >= bail || host.monotonicMs() >= deadline) break;
    const race = races[runs % races.length] ?? races[0];
    const expected = await hold(reference, race, seed, strategy);
    runs += 1;
    steps += expected.steps.length;
    let isAnnounced = expected.divergences.length > 0;
    let isDifferent = false;
    for (const target of others) {
      const outcome = await hold(target, race, seed, strategy);
      isAnnounced ||= outcome.divergences.length > 0;
      const difference = differenceOf(race.name, seed, expected, outcome);
      if (!difference) continue;
      isDifferent = true;
      const isSteady =
        (await hold(reference, race, seed, strategy)).hash === expected.hash &&
        (await hold(target, race, seed, strategy)).hash === outcome.hash;
      const finding = note(
        findings,
        difference,
        isSteady ? (isAnnounced ? 'announced' : 'silent') : 'unsteady',
      );
      if (finding.count === 1) listener.onFinding?.(finding);
    }
    if (isDifferent) differentRuns += 1;
    else if (isAnnounced) needlesslyAnnounced += 1;
    listener.onRun?.({ runs, differentRuns });
  }
  return {
    runs,
    steps,
    elapsedMs: host.monotonicMs() - begun,
    differentRuns,
    needlesslyAnnounced,
    findings: [...findings.values()],
    isInterrupted: signal.aborted,
  };
}

function note(
  findings: Map<string, DifferenceFinding>,
  difference: Difference,
  kind: DifferenceKind,
): DifferenceFinding {
  const { race, one, other, shape } = difference;
  const signature = `${race} on ${one.target} and ${other.target}, ${kind}: ${shape}`;
  const known = findings.get(signature);
  const finding = known ?? { signature, difference, kind, count: 0 };
  finding.count += 1;
  findings.set(signature, finding);
  return finding;
}
