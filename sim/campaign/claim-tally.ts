import type { Planted } from '../../models/defect/index.ts';
import type { CampaignPart, CampaignRecord } from '../record/index.ts';
import type { Scenario, Size } from '../scenario/index.ts';
import type { RunSummary } from './run-summary.ts';

/** So many runs of a scenario must have reached all that it is about. */
const RUNS_TO_REACH = 200;

type Counted = {
  runs: number;
  fair: boolean;
  readonly strategies: Set<string>;
  /** By what a claim says: whether some run has reached it. */
  readonly claims: Map<string, boolean>;
};

/** What of a plan decides whether its runs could be expected to reach what their scenarios are about. */
export type ClaimTerms = {
  readonly scenarios: readonly Scenario[];
  readonly size: Partial<Size>;
  readonly defect: Planted | undefined;
};

/** Counts which claims the runs of a campaign reach, and in how many runs they could have. */
export class ClaimTally {
  readonly #scenarios = new Map<string, Counted>();

  constructor({ scenarios, size, defect }: ClaimTerms) {
    for (const scenario of scenarios) {
      const isSmaller = (['tasks', 'workers', 'servers'] as const).some(
        (each) => (size[each] ?? scenario.size[each]) < scenario.size[each],
      );
      this.#scenarios.set(scenario.name, {
        runs: 0,
        fair: defect === undefined && !isSmaller,
        strategies: new Set(),
        claims: new Map((scenario.claims ?? []).map(({ what }) => [what, false])),
      });
    }
  }

  /** Takes a run. */
  add({ scenario, strategy, claims }: RunSummary): void {
    const counted = this.#of(scenario);
    counted.runs += 1;
    counted.strategies.add(strategy);
    for (const what of claims) counted.claims.set(what, true);
  }

  /** Takes what was counted elsewhere, of other runs. */
  merge(part: CampaignPart['claims']): void {
    const counts = new Map(
      part.map(({ scenario, runs, fair, strategies }) => [scenario, { runs, fair, strategies }]),
    );
    for (const [scenario, { runs, fair, strategies }] of counts) {
      const counted = this.#of(scenario);
      counted.runs += runs;
      counted.fair &&= fair;
      for (const strategy of strategies) counted.strategies.add(strategy);
    }
    for (const { scenario, what, reached } of part) {
      const { claims } = this.#of(scenario);
      claims.set(what, reached || claims.get(what) === true);
    }
  }

  /** All of it. */
  part(): CampaignPart['claims'] {
    return [...this.#scenarios].flatMap(([scenario, { runs, fair, strategies, claims }]) =>
      Array.from(claims, ([what, reached]) => ({
        scenario,
        what,
        reached,
        runs,
        fair,
        strategies: [...strategies].toSorted(),
      })),
    );
  }

  #of(scenario: string): Counted {
    const counted = this.#scenarios.get(scenario) ?? {
      runs: 0,
      fair: true,
      strategies: new Set(),
      claims: new Map(),
    };
    this.#scenarios.set(scenario, counted);
    return counted;
  }
}

/**
 * How the claims stand of all scenarios that were run. A claim is missed if 200 runs of its scenario have not reached it,
 * all of them without a defect and of the scenario's own size or larger, and not all by one strategy: there are things
 * that one strategy alone hardly ever does.
 */
export function claimsRecordOf(part: CampaignPart['claims']): CampaignRecord['claims'] {
  return part
    .filter(({ runs }) => runs > 0)
    .map(({ scenario, what, reached, runs, fair, strategies }) => {
      const missed = !reached && fair && strategies.length > 1 && runs >= RUNS_TO_REACH;
      return { scenario, what, runs, reached, missed };
    });
}
