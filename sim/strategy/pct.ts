import type { Option, RandomStream } from '../kernel/index.ts';
import type { Profile } from './profile.ts';
import type { Strategy } from './strategy.ts';
import { lettingTimePass, type StepChooser } from './time.ts';

/** Steps of a run, and those that a thread takes in a row at most, where no pilot run tells. */
const ASSUMED = { steps: 200, streak: 100 };

/** Depth of `pct` alone. */
const DEPTH = 3;
const NAMED = /^pct:([1-9]\d?)$/;

/**
 * Probabilistic concurrency testing: whoever has the highest priority runs, and at `depth - 1` points of the run, drawn
 * beforehand, whoever would run drops below all others. Of n threads and k steps, it finds a bug that `depth`
 * constraints on the order of steps make with a probability of at least 1/(n k^(depth-1)). Burckhardt, Kothari,
 * Musuvathi, Nagarakatte, "A Randomized Scheduler with Probabilistic Guarantees of Finding Bugs" (ASPLOS 2010).
 *
 * Deviations:
 * - Only decisions between two threads or more are counted, since no other step could have gone otherwise. Of these a run
 *   has at most as many as the pilot run had steps, if runs are alike: change points are drawn over so many.
 * - A thread that begins during the run draws its priority among all others then.
 * - Whoever polls for ever would keep the others from what it polls for. A thread that has taken more steps in a row
 *   than two of the pilot's longest threads drops below all others; and a run that has come to twice as many
 *   decisions, all its change points behind it, goes on at random (several threads may poll in turns).
 * - Time passes as with all strategies, whatever priorities say.
 */
function withDepth(name: string, depth: number): Strategy {
  return {
    name,
    summary: `${depth - 1} changes of priority in the run, the highest priority runs (Burckhardt et al.)`,
    needsProfile: true,
    chooser: (random, profile) => lettingTimePass(name, random, new Priorities(random, depth, profile)),
  };
}

/** Depth 3: enough for what a reordering of two critical sections makes. */
export const pct: Strategy = {
  ...withDepth('pct', DEPTH),
  summary: `priorities, and ${DEPTH - 1} points at which they change; pct:5 is one of depth 5`,
};

/** The strategy of a name like `pct:5`; undefined for all other names. The depth is 1 to 99. */
export function pctNamed(name: string): Strategy | undefined {
  const depth = NAMED.exec(name)?.[1];
  return depth === undefined ? undefined : withDepth(name, Number(depth));
}

class Priorities implements StepChooser {
  readonly #random: RandomStream;
  readonly #priorities = new Map<number, number>();
  /** The priority that whoever would run drops to, by the number of the decision. */
  readonly #changes = new Map<number, number>();
  readonly #expected: number;
  readonly #longestStreak: number;
  #lowest = 0;
  #decisions = 0;
  #last = -1;
  #streak = 0;

  constructor(random: RandomStream, depth: number, profile: Profile | undefined) {
    this.#random = random;
    this.#expected = Math.max(profile?.steps.length ?? ASSUMED.steps, depth);
    this.#longestStreak = profile ? 2 * longestThread(profile) : ASSUMED.streak;
    while (this.#changes.size < depth - 1) {
      const at = 1 + random.below(this.#expected);
      // Initial priorities are 1 to 2; the later it is drawn, the lower it is below.
      if (!this.#changes.has(at)) this.#changes.set(at, 1 - (this.#changes.size + 1) / depth);
    }
  }

  choose(steps: readonly Option[]): number {
    if (steps.every(({ thread }) => thread === steps[0]?.thread)) return this.#random.below(steps.length);
    this.#decisions += 1;
    if (this.#decisions > 2 * this.#expected) return this.#random.below(steps.length);
    for (const { thread } of steps) {
      if (!this.#priorities.has(thread)) this.#priorities.set(thread, 1 + this.#random.fraction());
    }
    const first = this.#highest(steps);
    const change = this.#changes.get(this.#decisions);
    const isStuck = first === this.#last && this.#streak > this.#longestStreak;
    if (isStuck) this.#lowest -= 1;
    if (change === undefined && !isStuck) return this.#indexOf(first, steps);
    this.#priorities.set(first, isStuck ? this.#lowest : (change ?? 0));
    return this.#indexOf(this.#highest(steps), steps);
  }

  willStep({ thread }: Option): void {
    this.#streak = thread === this.#last ? this.#streak + 1 : 1;
    this.#last = thread;
  }

  /** The thread that is to run. */
  #highest(steps: readonly Option[]): number {
    let best = -1;
    let highest = Number.NEGATIVE_INFINITY;
    for (const { thread } of steps) {
      const priority = this.#priorities.get(thread) ?? 0;
      if (priority <= highest) continue;
      best = thread;
      highest = priority;
    }
    return best;
  }

  /** One of a thread's steps: it may wait for several at once. */
  #indexOf(thread: number, steps: readonly Option[]): number {
    const own = steps.flatMap((step, index) => (step.thread === thread ? [index] : []));
    return own[this.#random.below(own.length)] ?? 0;
  }
}

/** Steps of the thread that took the most. */
function longestThread({ threads, steps }: Profile): number {
  const counts = threads.map(() => 0);
  for (const { thread } of steps) counts[thread.index] = (counts[thread.index] ?? 0) + 1;
  return Math.max(1, ...counts);
}
