import type { RunSummary, Tally } from '../campaign/index.ts';
import { host } from '../kernel/index.ts';
import type { FindingRecord, LostRun } from '../record/index.ts';
import type { Journal } from './journal.ts';
import type { Stretch } from './stretch.ts';

/** Runs are written down after so many of them, or so long a time, in milliseconds. */
const MOST_RUNS = 256;
const MOST_MS = 1_000;

/** Writes the runs of a stretch into a journal, some at a time: one write to the disk for all of them. */
export class Batches {
  readonly #journal: Journal;
  readonly #stretch: Stretch;
  readonly #done: Stretch;
  readonly #nightBegun: number;
  #tally: Tally;
  #begun = host.monotonicMs();
  #firstFindingMs: number | null = null;
  #count = 0;

  /** @param nightBegun when the night was begun, if it had been one process, by the host's monotonic clock */
  constructor(journal: Journal, stretch: Stretch, nightBegun: number) {
    this.#journal = journal;
    this.#stretch = stretch;
    this.#done = stretch.copy();
    this.#nightBegun = nightBegun;
    this.#tally = journal.state.tallyFor(stretch.target);
  }

  /** Takes a run. */
  add(run: RunSummary): void {
    const finding = this.#findingOf(run);
    if (run.signature !== undefined) this.#firstFindingMs ??= host.monotonicMs() - this.#begun;
    this.#tally.add(finding ? { ...run, found: finding } : run);
    this.#take(run.at);
  }

  /** Takes a run that was lost. */
  lose(run: LostRun): void {
    this.#tally.lose(run);
    this.#take(run.at);
  }

  /** Writes down what there is. */
  flush(): void {
    if (this.#count === 0) return;
    const now = host.monotonicMs();
    const part = this.#tally.part({
      startedAt: this.#journal.state.plan.startedAt,
      elapsedMs: Math.round(now - this.#begun),
      firstFindingMs: this.#firstFindingMs,
      interrupted: false,
    });
    const { target } = this.#stretch;
    const { next, beyond } = this.#done;
    this.#journal.add({
      type: 'runs',
      target,
      next,
      beyond: [...beyond],
      part,
      nightMs: Math.round(now - this.#nightBegun),
    });
    this.#tally = this.#journal.state.tallyFor(target);
    this.#begun = now;
    this.#firstFindingMs = null;
    this.#count = 0;
  }

  #take(at: number): void {
    this.#done.add(at);
    this.#count += 1;
    if (this.#count >= MOST_RUNS || host.monotonicMs() - this.#begun >= MOST_MS) this.flush();
  }

  /**
   * What a run has broken. Whoever made it says it of the first run alone that broke the same, and that one may be in
   * another batch: then it is what is known of that, as far as this run goes.
   */
  #findingOf({ at, seed, steps, strategy, signature, found }: RunSummary): FindingRecord | undefined {
    if (found || signature === undefined) return found;
    const known = this.#journal.state.finding(signature);
    return (
      known && {
        ...known,
        at,
        count: 1,
        strategies: { [strategy]: 1 },
        seeds: [{ seed, steps }],
        shrunk: null,
      }
    );
  }
}
