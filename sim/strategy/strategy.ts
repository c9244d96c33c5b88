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
};
