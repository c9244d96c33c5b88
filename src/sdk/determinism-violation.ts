/**
 * The workflow's code no longer does what its history says it did. Waiting does not mend this: the code must again
 * make the same calls in the same order, or a new workflow name must be used for the new code.
 */
export class DeterminismViolation extends Error {
  override readonly name = 'DeterminismViolation';
  /** Which call of its type, from 1. */
  readonly position: number;
  /** What history recorded there, if anything. */
  readonly recorded: string | undefined;
  /** What the code asked for there, if anything. */
  readonly requested: string | undefined;

  constructor(position: number, recorded: string | undefined, requested: string | undefined) {
    super(
      `task call ${position}: the history has ${recorded ?? 'no task'}, ` +
        `the code ${requested === undefined ? 'makes no such call' : `schedules ${requested}`}`,
    );
    this.position = position;
    this.recorded = recorded;
    this.requested = requested;
  }
}
