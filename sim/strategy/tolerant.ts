import type { Chooser, Decision, Option } from '../kernel/index.ts';
import { type Deviation, nameOf, StepCount } from './deviation.ts';

/** What came of deviations in a run. */
export type Tolerated = {
  /** Those that decided something, if only that a step had to wait: without the others the run is the same. */
  readonly applied: readonly Deviation[];
  /** Those whose steps came in that order by themselves. */
  readonly met: readonly Deviation[];
  /** Those that meant nothing: one of the two steps never came, or not in a way that allowed for it. */
  readonly missed: readonly Deviation[];
};

/**
 * Takes the dullest option everywhere but for deviations, as far as they mean anything in this run.
 *
 * A deviation is an order of two steps, and not a moment: where its step is due and the one to be taken instead is not
 * on offer yet, the step is held back, and the others go on, until it is. That lets a deviation stand for itself when
 * those that prepared it are gone. A step is held no longer than anybody else can step: no time passes for it.
 */
export class TolerantChooser implements Chooser {
  readonly #deviations: readonly Deviation[];
  /** By the name of the step that they come before. */
  readonly #pending = new Map<string, Deviation[]>();
  readonly #applied = new Set<Deviation>();
  readonly #missed = new Set<Deviation>();
  readonly #count = new StepCount();

  constructor(deviations: readonly Deviation[]) {
    this.#deviations = deviations;
    for (const deviation of deviations) {
      const queue = this.#pending.get(deviation.before);
      if (queue) queue.push(deviation);
      else this.#pending.set(deviation.before, [deviation]);
    }
  }

  choose({ options, plain }: Decision): number {
    for (;;) {
      const held: Deviation[] = [];
      for (const [index, option] of options.slice(0, plain).entries()) {
        if (option.isTime && index > 0) break;
        const choice = this.#choiceAt(index, option, options);
        if (typeof choice === 'number') {
          for (const deviation of held) this.#applied.add(deviation);
          return choice;
        }
        held.push(choice);
      }
      // Everybody who could step is held back: the first one has waited in vain, because of the others.
      const [inVain, ...others] = held;
      if (!inVain) return 0;
      for (const deviation of others) this.#applied.add(deviation);
      this.#pending.get(inVain.before)?.shift();
      this.#missed.add(inVain);
    }
  }

  willStep(option: Option): void {
    const name = this.#count.add(option);
    const queue = this.#pending.get(name);
    if (!queue) return;
    // What should have come before the step has, or cannot any more.
    const left = queue.filter(({ nth = 0 }) => nth >= this.#count.of(name));
    for (const deviation of queue) if (!left.includes(deviation)) this.#close(deviation);
    this.#pending.set(name, left);
  }

  /** What came of the deviations, once the run is over. */
  tolerated(): Tolerated {
    for (const queue of this.#pending.values()) for (const deviation of queue) this.#close(deviation);
    const [applied, missed] = [this.#applied, this.#missed];
    return {
      applied: this.#deviations.filter((each) => applied.has(each)),
      met: this.#deviations.filter((each) => !applied.has(each) && !missed.has(each)),
      missed: this.#deviations.filter((each) => missed.has(each)),
    };
  }

  /** The option to take if this one is due; or what it is held back for. */
  #choiceAt(index: number, option: Option, options: readonly Option[]): number | Deviation {
    const name = nameOf(option);
    const queue = this.#pending.get(name);
    for (;;) {
      const deviation = queue?.[0];
      if (!deviation || (deviation.nth ?? 0) > this.#count.of(name)) return index;
      const taken = options.findIndex((each) => nameOf(each) === deviation.take);
      if (taken < 0 && this.#count.of(deviation.take) === 0) return deviation;
      queue?.shift();
      if (taken < 0) continue; // it has come by itself
      this.#applied.add(deviation);
      return taken;
    }
  }

  #close(deviation: Deviation): void {
    const { before, take } = deviation;
    if (this.#count.of(take) === 0 || this.#count.of(before) === 0) this.#missed.add(deviation);
  }
}
