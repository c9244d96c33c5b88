import type { Chooser, RandomStream } from '../kernel/index.ts';

/** A way of searching the schedules of a scenario. */
export type Strategy = {
  readonly name: string;
  readonly summary: string;
  /** Makes the chooser of one run. @param random the run's own stream for schedule choices */
  chooser(random: RandomStream): Chooser;
};
