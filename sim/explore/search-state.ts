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

/** Choices that lead to a preemption: the beginning of schedules that are for the round after. */
export type Prefix = {
  readonly choices: readonly number[];
  /** The state before the last choice, so that it is noticed if they do not lead there again. */
  readonly state: string;
};

/** What a search has done so far. */
export type Counts = {
  /** Schedules that were run to their end. */
  runs: number;
  /** Schedules that were left because all that could follow was, or will be, seen from elsewhere. */
  asleep: number;
  /** Schedules that were left because they had come to a state that was come by before. */
  known: number;
  /** Choices that would have exceeded the bounds. */
  beyond: number;
  /** Schedules that were so long that fair scheduling took over: what else could follow there was not looked at. */
  cutShort: number;
};

/** All that a search has to know to go on, as plain data. */
export type SearchState = {
  /** How many preemptions the schedules of this round have. */
  readonly round: number;
  /** Beginnings of this round, the one under way first. */
  readonly prefixes: readonly Prefix[];
  /** How many beginnings this round had. */
  readonly ofPrefixes: number;
  /** Beginnings of the next round. */
  readonly deferred: readonly Prefix[];
  /** Decisions after the beginning that is under way. */
  readonly frames: readonly Frame[];
  /** States that were come by. */
  readonly known: readonly string[];
  readonly counts: Counts;
  readonly isDone: boolean;
};
