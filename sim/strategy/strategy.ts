import type { Chooser, RandomStream } from '../kernel/index.ts';
import type { Profile } from './profile.ts';

/** A way of searching the schedules of a scenario. */
export type Strategy = {
  readonly name: string;
  readonly summary: string;
  /** Whether it wants to know what a run of the scenario is like: one is made for it, the same each time. */
  readonly needsProfile?: true;
  /**
   * Makes the chooser of one run.
   *
   * @param random the run's own stream for schedule choices
   * @param profile what runs of this plan are like; undefined if nobody made one
   */
  chooser(random: RandomStream, profile?: Profile): Chooser;
  /** The same strategy for one campaign, where it learns from runs: it has seen none yet. Absent where it does not. */
  begin?(): LearningStrategy;
};

/**
 * A strategy whose runs depend on those before: a seed alone does not say what its run is, and the token of a run that
 * broke something is the only way to do that run again.
 */
export type LearningStrategy = Strategy & {
  /** Told of each run that has ended, by the chooser that served it. */
  learn(served: Chooser): void;
};
