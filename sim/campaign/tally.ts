import { TRANSITIONS } from '../../models/lifecycle/index.ts';
import { Coverage, Crossings, type RunWatch } from '../coverage/index.ts';
import { FAULTS } from '../fault/index.ts';
import type { Chooser } from '../kernel/index.ts';
import { ClaimWatch } from './claim-watch.ts';
import type { CampaignResult, Finding, StrategyFigures } from './campaign-result.ts';
import type { RunResult } from './run.ts';
import { signatureOf } from './shrink-run.ts';

/** What is known of a finding when it is met for the first time. */
type NewFinding = Pick<Finding, 'run' | 'violation' | 'token' | 'shrunk'>;

/** Adds up the runs of a campaign. */
export class Tally {
  runs = 0;
  failedRuns = 0;
  checkedTwice = 0;
  readonly #strategy: string;
  #steps = 0;
  #divergentRuns = 0;
  readonly #findings = new Map<string, Finding>();
  readonly #strategies = new Map<string, StrategyFigures>();
  readonly #reached = new Set<string>();
  readonly #faults = new Map<string, number>();
  readonly #crossings = new Crossings();
  readonly #claims = new ClaimWatch();
  readonly #coverage = new Coverage();
  #watch: RunWatch | undefined;

  /** @param strategy the strategy of runs that do not say of which they are */
  constructor(strategy: string) {
    this.#strategy = strategy;
  }

  /** What is to see the next run, if it is one of those that are watched. */
  watchOf(seed: string): ((chooser: Chooser) => Chooser) | undefined {
    this.#watch = undefined;
    if (!this.#coverage.watches(seed)) return undefined;
    return (chooser) => {
      this.#watch = this.#coverage.watch(chooser); // a run may be done again from the start
      return this.#watch;
    };
  }

  /** Counts a run, and with it the finding that it shows again, if it does. */
  addRun(result: RunResult): void {
    const isBroken = result.violations.length > 0;
    const strategy = this.#strategyOf(result);
    const figures = this.#strategies.get(strategy) ?? { runs: 0, failedRuns: 0 };
    this.#strategies.set(strategy, figures);
    figures.runs += 1;
    this.runs += 1;
    if (isBroken) {
      figures.failedRuns += 1;
      this.failedRuns += 1;
    }
    this.#steps += result.trace.steps.length;
    if (result.divergences.length > 0) this.#divergentRuns += 1;
    const transitions = result.reached.map(({ name }) => name);
    for (const name of transitions) this.#reached.add(name);
    this.#crossings.add(transitions, [...result.faults.keys()]);
    this.#claims.add(result);
    if (this.#watch) this.#coverage.add(planOf(result), this.#watch);
    for (const [name, count] of result.faults) add(this.#faults, name, count);
    const known = this.#findings.get(signatureOf(result) ?? '');
    if (!known) return;
    known.count += 1;
    add(known.strategies, strategy, 1);
  }

  /** Whether there is a finding for what a run broke. */
  knows(result: RunResult): boolean {
    return this.#findings.has(signatureOf(result) ?? '');
  }

  /** Takes a finding that there has not been. Its run has been counted. */
  addFinding(found: NewFinding): Finding {
    const signature = signatureOf(found.run) ?? '';
    const strategies = new Map([[this.#strategyOf(found.run), 1]]);
    const finding: Finding = { signature, ...found, count: 1, strategies };
    this.#findings.set(signature, finding);
    return finding;
  }

  /** All that was added up. @param elapsedMs in wall-clock milliseconds */
  result(elapsedMs: number, isInterrupted: boolean): CampaignResult {
    return {
      runs: this.runs,
      steps: this.#steps,
      elapsedMs,
      failedRuns: this.failedRuns,
      findings: [...this.#findings.values()],
      strategies: this.#strategies,
      checkedTwice: this.checkedTwice,
      divergentRuns: this.#divergentRuns,
      reached: this.#reached,
      faults: this.#faults,
      crossings: { seen: this.#crossings.count, possible: TRANSITIONS.length * FAULTS.length },
      coverage: this.#coverage.figures(),
      claims: this.#claims.figures(),
      isInterrupted,
    };
  }

  #strategyOf({ strategy }: RunResult): string {
    return strategy ?? this.#strategy;
  }
}

function planOf({ plan: { scenario, size } }: RunResult): string {
  return `${scenario.name} ${size.tasks} ${size.workers} ${size.servers}`;
}

function add(counts: Map<string, number>, name: string, count: number): void {
  counts.set(name, (counts.get(name) ?? 0) + count);
}
