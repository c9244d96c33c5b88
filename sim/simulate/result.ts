import { buildId, encodeToken, OWN_CODE } from '../campaign/index.ts';
import type { SimulateRun } from './run-body.ts';
import { type Cut, failureKind, type ShrunkRun } from './shrink-body.ts';

/** A run that failed. */
export type SimulateFailure = {
  readonly seed: string;
  /** Does the same run again, see `SimulateOptions.replay`. */
  readonly token: string;
  /** Who threw. */
  readonly actor: string;
  /** What they threw; an `UnfinishedError` where somebody never ended. */
  readonly error: unknown;
  /** Everything that happened. */
  readonly run: SimulateRun;
  /** What the run that was found was made simpler by: all else here is of the simpler one. Undefined if it was not. */
  readonly cut: Cut | undefined;
};

/** What a simulation came to. */
export type SimulateResult = {
  readonly name: string;
  /** Runs done; none if `SKEIN_REPLAY` asks for a run of another simulation. */
  readonly runs: number;
  readonly steps: number;
  readonly elapsedMs: number;
  /** In the order of their seeds; none if all went well in every run. */
  readonly failures: readonly SimulateFailure[];
  /** Runs that were done twice to see whether they are the same. */
  readonly checkedTwice: number;
  /** Where a run was replayed: whether it was the recorded one, byte for byte. It is not once code has changed. */
  readonly replayed: { readonly isSame: boolean } | undefined;
  /** Where the target may have left what PostgreSQL would do. */
  readonly divergences: readonly string[];
};

/** Adds up what runs came to. */
export class Tally {
  runs = 0;
  steps = 0;
  checkedTwice = 0;
  readonly failures: SimulateFailure[] = [];
  readonly #divergences = new Set<string>();
  readonly #target: string;

  constructor(target: string) {
    this.#target = target;
  }

  /** Adds a run that failed, if it did, as `shrunk` if it was made simpler. */
  add(found: SimulateRun, shrunk?: ShrunkRun): void {
    this.runs += 1;
    this.steps += found.trace.steps.length;
    for (const divergence of found.divergences) this.#divergences.add(divergence);
    const { run, cut } = shrunk ?? { run: found, cut: undefined };
    if (!run.failure) return;
    this.failures.push({ seed: run.plan.seed, token: this.#token(run), ...run.failure, run, cut });
  }

  /** Whether a run has failed in the same way before. */
  knows(run: SimulateRun): boolean {
    return this.failures.some((failure) => failureKind({ failure }) === failureKind(run));
  }

  result(name: string, elapsedMs: number, replayed?: { readonly isSame: boolean }): SimulateResult {
    const { runs, steps, failures, checkedTwice } = this;
    const divergences = [...this.#divergences];
    return { name, runs, steps, elapsedMs, failures, checkedTwice, replayed, divergences };
  }

  #token({ plan, hash, choices, scope }: SimulateRun): string {
    return encodeToken({
      build: buildId(),
      target: this.#target,
      scenario: OWN_CODE + plan.scenario.name,
      tasks: 1,
      workers: 1,
      servers: 1,
      seed: plan.seed,
      defect: undefined,
      faults: scope && { names: scope.names, most: scope.most },
      hash,
      choices,
    });
  }
}
