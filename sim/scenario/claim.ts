import type { RunEnd } from '../kernel/index.ts';

/** A run that is over, as far as claims look at it. */
export type FinishedRun = Pick<RunEnd, 'trace' | 'faults'> & {
  /** Operations with their answers, sweeps that found something, types of events: what the run came by. */
  readonly signs: ReadonlySet<string>;
};

/**
 * What a scenario is about: something that not every run must show, but any number of runs that is worth its name. One run
 * in twenty should, at least: then 200 runs miss it by chance in four campaigns of 100,000.
 */
export type Claim = {
  /** In a few words, as something that has happened: `two completions overlapped`. */
  readonly what: string;
  /** Whether it has happened in a run. */
  isReachedBy(run: FinishedRun): boolean;
};
