import type { Chooser, Decision, Footprint, Option } from '../kernel/index.ts';
import { Lineage, type Thread } from './lineage.ts';
import { statementOf } from './statement.ts';

/** What runs of a plan are like, as far as strategies want to know it beforehand: seen in a pilot run. */
export type Profile = {
  /** Activities that stepped, or could have. */
  readonly threads: readonly Thread[];
  /** How many steps had been taken when each of the threads was seen first. */
  readonly seenAt: readonly number[];
  /** Steps in order, without the passing of time. */
  readonly steps: readonly ProfiledStep[];
};

/** A step of the pilot run. */
export type ProfiledStep = {
  readonly thread: Thread;
  /** See {@link statementOf}. */
  readonly statement: string;
  readonly footprint: Footprint | undefined;
};

/** A chooser that makes the choices of another one, and remembers what the run was like. */
export class Pilot implements Chooser {
  readonly #chooser: Chooser;
  readonly #lineage = new Lineage();
  readonly #seenAt: number[] = [];
  readonly #steps: ProfiledStep[] = [];

  constructor(chooser: Chooser) {
    this.#chooser = chooser;
  }

  choose(decision: Decision): number {
    const steps = decision.options.slice(0, decision.plain).filter(({ isTime }) => !isTime);
    this.#lineage.see(steps);
    this.#noteNewcomers();
    return this.#chooser.choose(decision);
  }

  willStep(option: Option): void {
    this.#chooser.willStep?.(option);
    const thread = this.#lineage.willStep(option);
    this.#noteNewcomers();
    if (thread) this.#steps.push({ thread, statement: statementOf(option), footprint: option.footprint });
  }

  /** What the run was like. */
  profile(): Profile {
    return { threads: this.#lineage.threads, seenAt: this.#seenAt, steps: this.#steps };
  }

  #noteNewcomers(): void {
    while (this.#seenAt.length < this.#lineage.threads.length) this.#seenAt.push(this.#steps.length);
  }
}

/**
 * How many steps of the pilot run counted, for each kind of thread: those of one such thread and of all that came from
 * it, on average.
 *
 * @param isCounted by its place among the steps, whether a step counts
 */
export function stepsByKind(
  { threads, steps }: Profile,
  isCounted: (step: ProfiledStep) => boolean,
): ReadonlyMap<string, number> {
  const totals = threads.map(() => 0);
  for (const step of steps) {
    if (!isCounted(step)) continue;
    for (let thread: Thread | undefined = step.thread; thread; thread = thread.parent) {
      totals[thread.index] = (totals[thread.index] ?? 0) + 1;
    }
  }
  const sums = new Map<string, { threads: number; steps: number }>();
  for (const { index, kind } of threads) {
    const sum = sums.get(kind) ?? { threads: 0, steps: 0 };
    sums.set(kind, { threads: sum.threads + 1, steps: sum.steps + (totals[index] ?? 0) });
  }
  return new Map([...sums].map(([kind, sum]) => [kind, sum.steps / sum.threads]));
}
