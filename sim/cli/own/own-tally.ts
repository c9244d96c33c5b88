import type { SimulateFailure, SimulateResult } from '../../simulate/index.ts';

/** What the batches of one scenario came to together. */
export type OwnResult = Pick<SimulateResult, 'name' | 'runs' | 'steps' | 'elapsedMs'> & {
  /** The batch that failed, if one did: the last. */
  readonly failed: { readonly result: SimulateResult; readonly failure: SimulateFailure } | undefined;
  readonly divergences: readonly string[];
};

/** Adds up batches of scenarios of somebody's own. */
export class OwnTally {
  readonly #byName = new Map<string, OwnResult>();

  add(result: SimulateResult): void {
    const { name, runs, steps, elapsedMs, divergences } = this.of(result.name);
    const [failure] = result.failures;
    const sum = { runs: runs + result.runs, steps: steps + result.steps };
    this.#byName.set(name, {
      name,
      ...sum,
      elapsedMs: elapsedMs + result.elapsedMs,
      failed: failure && { result: { ...result, ...sum }, failure },
      divergences: [...new Set([...divergences, ...result.divergences])],
    });
  }

  /** What a scenario has come to so far. */
  of(name: string): OwnResult {
    const nothing: OwnResult = { name, runs: 0, steps: 0, elapsedMs: 0, failed: undefined, divergences: [] };
    return this.#byName.get(name) ?? nothing;
  }

  /** In the order in which scenarios were run. */
  get all(): readonly OwnResult[] {
    return [...this.#byName.values()];
  }

  get failures(): readonly SimulateFailure[] {
    return this.all.flatMap(({ failed }) => (failed ? [failed.failure] : []));
  }
}
