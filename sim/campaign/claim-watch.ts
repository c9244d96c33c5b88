import type { Claim, Scenario } from '../scenario/index.ts';
import type { RunResult } from './run.ts';

/** So many runs of a scenario must have reached all that it is about. */
const RUNS_TO_REACH = 200;

/** A claim of a scenario, and how it stands. */
export type ClaimFigures = {
  readonly scenario: string;
  readonly what: string;
  /** Runs of the scenario. */
  readonly runs: number;
  /** Whether one of them has reached it. */
  readonly isReached: boolean;
  /** Whether one of them should have, and none has. */
  readonly isMissed: boolean;
};

type Watched = {
  runs: number;
  isFair: boolean;
  readonly strategies: Set<string | undefined>;
  readonly open: Set<Claim>;
};

/**
 * Looks whether the runs of a campaign reach what their scenarios are about. A claim is missed if 200 runs of its scenario
 * have not reached it, all of them without a defect and of the scenario's own size or larger, and not all by one strategy:
 * there are things that one strategy alone hardly ever does.
 */
export class ClaimWatch {
  readonly #scenarios = new Map<Scenario, Watched>();

  /** Takes a run. */
  add(result: RunResult): void {
    const { scenario, size, defect } = result.plan;
    const watched = this.#scenarios.get(scenario) ?? {
      runs: 0,
      isFair: true,
      strategies: new Set(),
      open: new Set(scenario.claims ?? []),
    };
    this.#scenarios.set(scenario, watched);
    watched.runs += 1;
    watched.strategies.add(result.strategy);
    const { tasks, workers, servers } = scenario.size;
    if (defect || size.tasks < tasks || size.workers < workers || size.servers < servers) {
      watched.isFair = false;
    }
    for (const claim of watched.open) {
      if (claim.isReachedBy(result)) watched.open.delete(claim);
    }
  }

  /** All claims of all scenarios that were run. */
  figures(): readonly ClaimFigures[] {
    return [...this.#scenarios].flatMap(
      ([{ name: scenario, claims = [] }, { runs, isFair, strategies, open }]) =>
        claims.map((claim) => {
          const isReached = !open.has(claim);
          const isMissed = !isReached && isFair && strategies.size > 1 && runs >= RUNS_TO_REACH;
          return { scenario, what: claim.what, runs, isReached, isMissed };
        }),
    );
  }
}
