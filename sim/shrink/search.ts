import { host } from '../kernel/index.ts';
import type { TakenStep } from '../strategy/index.ts';
import { type Attempt, type Candidate, compare, type Failing } from './candidate.ts';

/** How much may be spent. */
export type Budget = {
  readonly runs: number;
  /** Wall-clock milliseconds. */
  readonly ms: number;
  /** Ends it early. */
  readonly signal?: AbortSignal;
};

/** Tries candidates, and keeps the simplest one that fails as it must. */
export class Search<Result> {
  runs = 0;
  /** What is being made simpler. */
  current: Failing<Result>;
  /** The simplest one so far; it may have been left for one that only promises to become simpler. */
  simplest: Failing<Result>;
  readonly #begun = host.monotonicMs();
  readonly #signature: string;
  readonly #budget: Budget;
  readonly #attempt: (candidate: Candidate) => Promise<Attempt<Result>>;
  /** Candidates that do not fail as they must. */
  readonly #useless = new Set<string>();
  readonly #stages = new Map<string, readonly TakenStep[]>();

  /** @param found fails, and with this signature */
  constructor(
    found: Failing<Result>,
    signature: string,
    budget: Budget,
    attempt: (candidate: Candidate) => Promise<Attempt<Result>>,
  ) {
    this.current = found;
    this.simplest = found;
    this.#signature = signature;
    this.#budget = budget;
    this.#attempt = attempt;
  }

  get elapsedMs(): number {
    return host.monotonicMs() - this.#begun;
  }

  /** Whether the budget is used up. */
  get isSpent(): boolean {
    const { runs, ms, signal } = this.#budget;
    return this.runs >= runs || this.elapsedMs >= ms || signal?.aborted === true;
  }

  /** Goes on with the current candidate changed, if that fails. @returns whether it does */
  async change(change: Partial<Candidate>): Promise<boolean> {
    const failing = await this.try({ ...this.current.candidate, ...change });
    if (failing) this.current = failing;
    return failing !== undefined;
  }

  /** The same, but only if that is simpler. */
  async simplify(change: Partial<Candidate>): Promise<boolean> {
    const failing = await this.try({ ...this.current.candidate, ...change });
    if (!failing || compare(failing, this.current) >= 0) return false;
    this.current = failing;
    return true;
  }

  /** The run of a candidate, whether it fails or not; undefined if the budget is used up. */
  async look(candidate: Candidate): Promise<Attempt<Result> | undefined> {
    if (this.isSpent) return undefined;
    this.runs += 1;
    return await this.#attempt(candidate);
  }

  /** The steps of a run of another size that goes by the default; undefined if the budget is used up. */
  async stage(size: Candidate['size']): Promise<readonly TakenStep[] | undefined> {
    const { faults, mostFaults } = this.current.candidate;
    const key = JSON.stringify([size, faults]);
    const known = this.#stages.get(key);
    if (known) return known;
    const attempt = await this.look({ size, faults, mostFaults, deviations: [] });
    if (attempt) this.#stages.set(key, attempt.taken);
    return attempt?.taken;
  }

  /** @returns the candidate without what decides nothing, and its run; undefined unless it fails as it must */
  async try(candidate: Candidate): Promise<Failing<Result> | undefined> {
    const key = JSON.stringify(candidate);
    if (this.#useless.has(key)) return undefined;
    const attempt = await this.look(candidate);
    if (!attempt) return undefined;
    if (attempt.signature !== this.#signature) {
      this.#useless.add(key);
      return undefined;
    }
    const { size, faults, mostFaults } = candidate;
    const failing = { candidate: { size, faults, mostFaults, deviations: attempt.applied }, attempt };
    if (compare(failing, this.simplest) < 0) this.simplest = failing;
    return failing;
  }
}
