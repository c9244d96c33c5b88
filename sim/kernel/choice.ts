/** One thing that could happen next. */
export type Option = {
  /** Who would step; `clock` for time. */
  readonly actorName: string;
  readonly label: string;
  /** Whether this option lets virtual time advance instead of letting an actor step. */
  readonly isTime: boolean;
};

/**
 * One decision of a run. Options are ordered from the dullest: the activity that stepped last goes on, then the
 * others by how long they have waited, then time advances.
 */
export type Decision = {
  /** Number of the step that is decided on. */
  readonly step: number;
  readonly options: readonly Option[];
};

/** Decides what happens next. One chooser serves one run. */
export type Chooser = {
  /** @returns an index into the decision's options. Called only where there are at least two. */
  choose(decision: Decision): number;
};

/**
 * Every choice of a run in order: the index taken wherever there were two options or more. A run is a function of its
 * scenario, its seed and this.
 */
export type ChoiceLog = readonly number[];
