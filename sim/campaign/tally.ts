import {
  Coverage,
  Crossings,
  fingerprintOf,
  NOTHING,
  readFingerprint,
  textOf,
  together,
} from '../coverage/index.ts';
import type { CampaignPart, FindingRecord, LostRun } from '../record/index.ts';
import { ClaimTally, type ClaimTerms } from './claim-tally.ts';
import { byName, Counts } from './counts.ts';
import { Findings } from './findings.ts';
import type { RunSummary } from './run-summary.ts';

/** So many of the runs that took longest are told. */
const MOST_SLOW = 10;

/** When a campaign was, and how it ended. */
export type CampaignTimes = Pick<CampaignPart, 'startedAt' | 'elapsedMs' | 'firstFindingMs' | 'interrupted'>;

/**
 * Adds up the runs of a campaign. All of it is sums, unions, and the first by place among the seeds: it does not matter in
 * which order runs come, nor whether they come one by one or in parts that others have added up.
 */
export class Tally {
  readonly #findings = new Findings();
  readonly #crossings = new Crossings();
  readonly #coverage = new Coverage();
  readonly #claims: ClaimTally;
  readonly #scenarios = new Map<string, CampaignPart['byScenario'][number]>();
  readonly #strategyRuns = new Counts();
  readonly #strategyFailures = new Counts();
  readonly #faults = new Counts();
  readonly #reached = new Set<string>();
  #lost: LostRun[] = [];
  #slowest: CampaignPart['slowest'] = [];
  #hash = NOTHING;
  #runs = 0;
  #steps = 0;
  #failedRuns = 0;
  #checkedTwice = 0;
  #divergentRuns = 0;

  /** @param terms what is run; nothing as yet, where parts are to be merged @param target the database under test */
  constructor(terms: ClaimTerms, target: string) {
    this.#claims = new ClaimTally(terms);
    for (const { name } of terms.scenarios) this.#scenario(name, target);
  }

  get runs(): number {
    return this.#runs;
  }

  get failedRuns(): number {
    return this.#failedRuns;
  }

  /** Counts a run. @returns what it broke, if it is the first that is known to have broken it. */
  add(run: RunSummary): FindingRecord | undefined {
    const { at, scenario, target, seed, strategy, steps, elapsedMs, reached, faults } = run;
    const failed = run.signature === undefined ? 0 : 1;
    this.#runs += 1;
    this.#steps += steps;
    this.#failedRuns += failed;
    if (run.isCheckedTwice) this.#checkedTwice += 1;
    if (run.divergences.length > 0) this.#divergentRuns += 1;
    this.#strategyRuns.add(strategy);
    this.#strategyFailures.add(strategy, failed);
    const counted = this.#scenario(scenario, target);
    counted.runs += 1;
    counted.steps += steps;
    counted.failedRuns += failed;
    counted.elapsedMs += elapsedMs;
    for (const name of reached) this.#reached.add(name);
    for (const [name, count] of faults) this.#faults.add(name, count);
    this.#crossings.add(
      reached,
      faults.map(([name]) => name),
    );
    this.#claims.add(run);
    if (run.sight) this.#coverage.add(at, run.sight);
    this.#hash = together(this.#hash, fingerprintOf(`${at} ${run.hash}`));
    this.#slow({ scenario, target, seed, steps, elapsedMs });
    return this.#findings.add(run);
  }

  /** A finding was made simpler, if it was. @returns the finding. */
  simplify(signature: string, shrunk: FindingRecord['shrunk']): FindingRecord | undefined {
    return this.#findings.simplify(signature, shrunk);
  }

  /** Counts a run that its worker did not survive. */
  lose(run: LostRun): void {
    this.#lost.push(run);
  }

  /** Takes what others have added up, of other runs of the same campaign. */
  merge(part: CampaignPart): void {
    this.#runs += part.runs;
    this.#steps += part.steps;
    this.#failedRuns += part.failedRuns;
    this.#checkedTwice += part.checkedTwice;
    this.#divergentRuns += part.divergentRuns;
    for (const { scenario, target, ...figures } of part.byScenario) {
      const counted = this.#scenario(scenario, target);
      for (const name of ['runs', 'steps', 'failedRuns', 'elapsedMs'] as const)
        counted[name] += figures[name];
    }
    for (const [name, { runs, failedRuns }] of Object.entries(part.strategies)) {
      this.#strategyRuns.add(name, runs);
      this.#strategyFailures.add(name, failedRuns);
    }
    for (const name of part.reached) this.#reached.add(name);
    this.#faults.merge(part.faultsHappened);
    this.#crossings.merge(part.crossings);
    this.#claims.merge(part.claims);
    this.#coverage.merge(part.coverage);
    this.#hash = together(this.#hash, readFingerprint(part.hash));
    for (const run of part.slowest) this.#slow(run);
    this.#lost = [...this.#lost, ...part.lost];
    this.#findings.merge(part.findings);
  }

  /** All of it. */
  part(times: CampaignTimes): CampaignPart {
    const failures = this.#strategyFailures.all();
    const strategies = Object.entries(this.#strategyRuns.all()).map(
      ([name, runs]) => [name, { runs, failedRuns: failures[name] ?? 0 }] as const,
    );
    return {
      ...times,
      runs: this.#runs,
      steps: this.#steps,
      failedRuns: this.#failedRuns,
      checkedTwice: this.#checkedTwice,
      divergentRuns: this.#divergentRuns,
      hash: textOf(this.#hash),
      byScenario: Array.from(this.#scenarios.values(), (counted) => ({ ...counted })),
      strategies: Object.fromEntries(strategies),
      faultsHappened: this.#faults.all(),
      reached: [...this.#reached].toSorted(),
      crossings: this.#crossings.part().toSorted(byName),
      coverage: this.#coverage.part(),
      claims: this.#claims.part(),
      slowest: [...this.#slowest],
      lost: this.#lost.toSorted((one, other) => one.at - other.at),
      findings: this.#findings.all(),
    };
  }

  #scenario(scenario: string, target: string): CampaignPart['byScenario'][number] {
    const key = `${target} ${scenario}`;
    const counted = this.#scenarios.get(key) ?? {
      scenario,
      target,
      runs: 0,
      steps: 0,
      failedRuns: 0,
      elapsedMs: 0,
    };
    this.#scenarios.set(key, counted);
    return counted;
  }

  #slow(run: CampaignPart['slowest'][number]): void {
    const least = this.#slowest.at(-1)?.elapsedMs ?? 0;
    if (this.#slowest.length >= MOST_SLOW && run.elapsedMs <= least) return;
    this.#slowest = [...this.#slowest, run]
      .toSorted((one, other) => other.elapsedMs - one.elapsedMs)
      .slice(0, MOST_SLOW);
  }
}
