/** What a workflow's code can call for, each counted by itself. */
export type CallType = 'task' | 'timer' | 'promise' | 'child' | 'operation' | 'state';

/**
 * The workflow's code no longer does what its history says it did. Waiting does not mend this: the code must again
 * make the same calls in the same order, or a new workflow name must be used for the new code.
 */
export class DeterminismViolation extends Error {
  override readonly name = 'DeterminismViolation';
  readonly call: CallType;
  /** Which call of its type, from 1. */
  readonly position: number;
  /** What history recorded there, if anything. */
  readonly recorded: string | undefined;
  /** What the code asked for there, if anything. */
  readonly requested: string | undefined;

  constructor(call: CallType, position: number, recorded: string | undefined, requested: string | undefined) {
    const verb = call === 'task' ? 'schedules' : 'asks for';
    super(
      `${call} call ${position}: the history has ${recorded ?? `no ${call}`}, ` +
        `the code ${requested === undefined ? 'makes no such call' : `${verb} ${requested}`}`,
    );
    this.call = call;
    this.position = position;
    this.recorded = recorded;
    this.requested = requested;
  }
}
