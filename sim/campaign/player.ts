import type { Planted } from '../../models/defect/index.ts';
import { isWatched, RunWatch, StepOrders } from '../coverage/index.ts';
import type { FaultMode } from '../fault/index.ts';
import { type Chooser, host } from '../kernel/index.ts';
import type { SecondOpinion } from '../opinion/index.ts';
import type { FindingRecord } from '../record/index.ts';
import type { Scenario, Size } from '../scenario/index.ts';
import { replayChooser, Search, type Strategy } from '../strategy/index.ts';
import type { Target } from '../target/index.ts';
import { drawnRun } from './drawn-run.ts';
import { findingRecordOf } from './finding-record-of.ts';
import { NondeterminismError } from './nondeterminism-error.ts';
import { OpenClaims } from './open-claims.ts';
import type { Place } from './places.ts';
import { proveSame } from './prove-same.ts';
import { record } from './replay.ts';
import { decodeToken, encodeToken } from './replay-token.ts';
import { run, type RunResult } from './run.ts';
import type { RunSummary } from './run-summary.ts';
import { signatureOf } from './shrink-run.ts';
import { type Simplified, simplify } from './simplify.ts';

/** What is run: the same for whoever makes the runs of a campaign. */
export type RunsPlan = {
  readonly target: Target;
  /** They take turns, by the places of seeds. One that is there twice has two turns. */
  readonly scenarios: readonly [Scenario, ...Scenario[]];
  /** Overrides the scenarios' own sizes. */
  readonly size: Partial<Size>;
  readonly strategy: Strategy;
  readonly defect: Planted | undefined;
  /** What goes wrong, drawn for each run; nothing, if absent. */
  readonly faults?: FaultMode;
  /** Another database that is asked what each run must have left. */
  readonly opinion?: SecondOpinion | undefined;
  /** Wall-clock milliseconds in which each finding is made simpler; not at all, if absent. */
  readonly shrinkMs?: number | undefined;
};

/** One in so many runs is done again, to prove on the spot that a run is a function of its choices. */
const CHECK_ONE_IN = 50;

/**
 * Makes the runs of a campaign, one at a time, whichever it is given. What a run is depends on its place and its seed
 * alone, unless the strategy learns.
 */
export class Player {
  readonly #plan: RunsPlan;
  readonly #search: Search;
  readonly #orders = new StepOrders();
  readonly #claims = new OpenClaims();
  /** Findings that were told of, by signature: the lowest place of each. */
  readonly #told = new Map<string, number>();

  constructor(plan: RunsPlan) {
    this.#plan = plan;
    this.#search = new Search(plan.strategy);
  }

  /**
   * Runs a seed.
   *
   * @throws {NondeterminismError} when the run was done again and was not the same.
   */
  async play({ at, seed }: Place): Promise<{ readonly summary: RunSummary; readonly run: RunResult }> {
    const { target, defect, opinion, faults, strategy } = this.#plan;
    const scenario = this.#scenarioAt(at);
    const size = { ...scenario.size, ...this.#plan.size };
    const begun = host.monotonicMs();
    let watched: RunWatch | undefined;
    const watch = (chooser: Chooser): Chooser => {
      watched = new RunWatch(chooser, this.#orders); // a run may be done again from the start
      return watched;
    };
    const result = await drawnRun(
      target,
      { scenario, size, seed, defect, opinion },
      { search: this.#search, faults, ...(isWatched(seed) ? { watch } : {}) },
    );
    const signature = signatureOf(result);
    const isCheckedTwice = signature === undefined && (at + 1) % CHECK_ONE_IN === 0;
    if (isCheckedTwice) await proveSame(target, result);
    const summary: RunSummary = {
      at,
      seed,
      scenario: scenario.name,
      target: target.name,
      size,
      strategy: result.strategy ?? strategy.name,
      steps: result.trace.steps.length,
      elapsedMs: host.monotonicMs() - begun,
      hash: result.hash,
      signature,
      divergences: result.divergences,
      reached: result.reached.map(({ name }) => name),
      faults: [...result.faults],
      claims: this.#claims.reachedBy(result),
      isCheckedTwice,
      sight: watched?.seen(`${scenario.name} ${size.tasks} ${size.workers} ${size.servers}`),
      found: this.#foundBy(at, result),
    };
    return { summary, run: result };
  }

  /**
   * Does the run of a finding again, and makes it simpler, if that is wanted.
   *
   * @throws {NondeterminismError} when it is not the same.
   */
  async confirm(result: RunResult, signal: AbortSignal): Promise<Simplified> {
    const { target, shrinkMs } = this.#plan;
    await proveSame(target, result);
    return await simplify(target, result, shrinkMs, signal);
  }

  /**
   * The same for a finding that somebody else has made.
   *
   * @throws {NondeterminismError} when its run is not the same here.
   */
  async confirmRecorded({ at, token }: FindingRecord, signal: AbortSignal): Promise<Simplified> {
    const { defect, opinion, target, shrinkMs } = this.#plan;
    const { tasks, workers, servers, seed, faults, choices, hash } = decodeToken(token);
    const plan = {
      scenario: this.#scenarioAt(at),
      size: { tasks, workers, servers },
      seed,
      defect,
      opinion,
      faults,
    };
    const result = await run(target, plan, () => replayChooser(choices));
    if (result.hash !== hash) throw new NondeterminismError({ ...result, hash }, result);
    return await simplify(target, result, shrinkMs, signal);
  }

  #scenarioAt(at: number): Scenario {
    const { scenarios } = this.#plan;
    return scenarios[at % scenarios.length] ?? scenarios[0];
  }

  /** What a run broke, unless one with an earlier place was told of that broke the same. */
  #foundBy(at: number, result: RunResult): FindingRecord | undefined {
    const signature = signatureOf(result);
    if (signature === undefined || at > (this.#told.get(signature) ?? Number.POSITIVE_INFINITY))
      return undefined;
    this.#told.set(signature, at);
    const { target, strategy } = this.#plan;
    const token = encodeToken(record(target, result));
    return findingRecordOf(at, result, {
      target: target.name,
      token,
      strategy: result.strategy ?? strategy.name,
    });
  }
}
