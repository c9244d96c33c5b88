import type { Option, RandomStream } from '../kernel/index.ts';
import { drawInterest, type Interest, InterestWatch } from './interest.ts';
import { isOrCameFrom, type Thread } from './lineage.ts';
import { type Profile, stepsByKind } from './profile.ts';
import { Remaining } from './remaining.ts';
import type { Strategy } from './strategy.ts';
import { lettingTimePass, type StepChooser } from './time.ts';
import { uniformWalk } from './urw.ts';

/** Choices after which it is no longer waited for the one that was drawn: it may sleep, or have ended. */
const PATIENCE = 100;

/**
 * Selectively uniform random walk: chooses a set of interesting steps for the run, here those that touch one contended
 * row or table, and is uniform over the interleavings of these alone. Whoever takes the next of them is drawn in
 * proportion to how many it has before it; the others are held before theirs, and all else is at random. Zhao, Wolff,
 * Mathur, Roychoudhury, "Selectively Uniform Concurrency Testing" (ASPLOS 2025).
 *
 * Deviations:
 * - The paper counts the steps of each thread; here they are counted for kinds of threads, and each thread stands for
 *   those that come from it, see {@link Remaining}.
 * - Whoever was drawn may be blocked by somebody who is held, or sleep, or end sooner than the pilot run made expect.
 *   Another one is drawn when only those are left that are held, or after so many choices.
 * - Where no footprint is known nothing is known to be uninteresting, and it is `urw`. In a run where some are known,
 *   steps of unknown footprint are not interesting.
 */
export const surw: Strategy = {
  name: 'surw',
  summary: 'uniform over interleavings of the steps on one contended row or table, drawn for the run',
  needsProfile: true,
  chooser(random, profile) {
    const interest = profile && drawInterest(profile, random);
    const steps = interest ? new SelectiveWalk(random, profile, interest) : uniformWalk(random, profile);
    return lettingTimePass('surw', random, steps);
  },
};

/** A thread, and how many there were when it was drawn. */
type Drawn = { readonly thread: Thread; readonly threads: number };

class SelectiveWalk implements StepChooser {
  readonly #random: RandomStream;
  readonly #watch: InterestWatch;
  readonly #remaining: Remaining;
  /** Who takes the next interesting step. */
  #drawn: Drawn | undefined;
  #patience = 0;

  constructor(random: RandomStream, profile: Profile, interest: Interest) {
    this.#random = random;
    this.#watch = new InterestWatch(interest);
    this.#remaining = new Remaining(interestingByKind(profile, interest), (step) =>
      this.#isInteresting(step),
    );
  }

  choose(steps: readonly Option[]): number {
    const { lineage } = this.#remaining;
    lineage.see(steps);
    this.#patience -= 1;
    if (this.#patience < 0) this.#drawn = undefined;
    this.#drawn ??= this.#draw(steps);
    let free = this.#freeOf(steps);
    if (free.length === 0) {
      this.#drawn = this.#draw(steps);
      free = this.#freeOf(steps);
    }
    return free[this.#random.below(free.length)] ?? 0;
  }

  willStep(option: Option): void {
    if (this.#isInteresting(option)) this.#drawn = undefined;
    this.#remaining.willStep(option);
    this.#watch.note(option.footprint);
  }

  #draw(steps: readonly Option[]): Drawn | undefined {
    const step = steps[this.#remaining.draw(steps, this.#random)];
    if (!step) return undefined;
    this.#patience = PATIENCE;
    const { lineage } = this.#remaining;
    return { thread: lineage.threadOf(step), threads: lineage.threads.length };
  }

  /** Indexes of the steps that nobody is held before. */
  #freeOf(steps: readonly Option[]): readonly number[] {
    return steps.flatMap((step, index) => (this.#isInteresting(step) && !this.#isDrawn(step) ? [] : [index]));
  }

  /** Whether a step is of the thread that was drawn, of one that has come from it since, or of one it came from. */
  #isDrawn(step: Option): boolean {
    if (!this.#drawn) return false;
    const { thread, threads } = this.#drawn;
    const own = this.#remaining.lineage.threadOf(step);
    if (isOrCameFrom(thread, own)) return true;
    return own.index >= threads && isOrCameFrom(own, thread);
  }

  #isInteresting({ footprint }: Option): boolean {
    return this.#watch.isTouchedBy(footprint);
  }
}

function interestingByKind(profile: Profile, interest: Interest): ReadonlyMap<string, number> {
  const watch = new InterestWatch(interest);
  return stepsByKind(profile, ({ footprint }) => {
    const isInteresting = watch.isTouchedBy(footprint);
    watch.note(footprint);
    return isInteresting;
  });
}
