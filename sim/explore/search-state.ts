/** A decision on the way to the schedule under way. Options are named by fingerprints of their keys. */
export type Frame = {
  /** Names of all options. */
  readonly options: readonly string[];
  /** Options that need not be taken: whatever follows them was seen from elsewhere. */
  readonly asleep: readonly string[];
  /** Options that are still to be taken, by their index; the first one is under way. */
  todo: number[];
  /** Options from which all was seen. */
  done: number[];
};

/** What a search has done so far. */
export type Counts = {
  /** Schedules that were run to their end. */
  runs: number;
  /** Schedules that were left because all that could follow was, or will be, seen from elsewhere. */
  asleep: number;
  /** Schedules that were left because they had come to a state from which all was, or will be, seen. */
  known: number;
  /** Options that would have exceeded the bounds. */
  beyond: number;
  /** Schedules that were so long that fair scheduling took over: what else could follow there was not looked at. */
  cutShort: number;
};

/** All that a search has to know to go on, as plain data. */
export type SearchState = {
  /** How many preemptions are allowed in this round; undefined in a search without a bound on them. */
  readonly round: number | undefined;
  /** Whether some schedule of this round would have needed more preemptions than it allows. */
  readonly isCut: boolean;
  readonly frames: readonly Frame[];
  /** States that were seen, and how many preemptions were left there. */
  readonly known: readonly (readonly [state: string, left: number])[];
  readonly counts: Counts;
  readonly isDone: boolean;
};
