import type { Footprint } from './footprint.ts';

/** Who is said to step when time passes. */
export const CLOCK = 'clock';
/** Who is said to let faults happen that happen to no step in particular. */
export const NEMESIS = 'nemesis';

/** One thing that could happen next. Valid until it is decided on: who wants to know later copies what it needs. */
export type Option = {
  /** Who would step; {@link CLOCK} and {@link NEMESIS} are nobody. */
  readonly actorName: string;
  readonly label: string;
  /** Which of its actor's requests with this label it is: 1 for the first. 0 for time and the nemesis. */
  readonly occurrence: number;
  /** The activity that would step, by its number in the order in which they began; -1 for time and the nemesis. */
  readonly thread: number;
  /** The request, by its number in the run: the same as long as it waits; -1 for time and the nemesis. */
  readonly request: number;
  /** What it may touch of what others touch, too; anything, if undefined. */
  readonly footprint: Footprint | undefined;
  /** Whether this option lets virtual time advance instead of letting an actor step. */
  readonly isTime: boolean;
  /** The fault that would happen, if it is one. */
  readonly fault?: string;
};

/** What an option is called in another run, too: who, what, which time, and what goes wrong with it. */
export function keyOf({ actorName, label, occurrence, fault }: Option): string {
  const step = [actorName, label, occurrence];
  return JSON.stringify(fault === undefined ? step : [...step, fault]);
}

/**
 * One decision of a run. Options are ordered from the dullest: the activity that stepped last goes on, then the
 * others by how long they have waited, then time advances, then whatever can go wrong.
 */
export type Decision = {
  /** Number of the step that is decided on. */
  readonly step: number;
  readonly options: readonly Option[];
  /** How many of the options, the first ones, are no faults. At least one. */
  readonly plain: number;
  /** The activity that stepped last, by its number; undefined before the first step. */
  readonly last: number | undefined;
};

/** Decides what happens next. One chooser serves one run. */
export type Chooser = {
  /** What chooses, for reports: the name of a strategy. */
  readonly name?: string;
  /** @returns an index into the decision's options. Called only where there are at least two. */
  choose(decision: Decision): number;
  /** Told of every step before it is taken, of those that there was no choice about, too. */
  willStep?(option: Option): void;
};

/**
 * Every choice of a run in order: the index taken wherever there were two options or more. A run is a function of its
 * scenario, its seed and this.
 */
export type ChoiceLog = readonly number[];
