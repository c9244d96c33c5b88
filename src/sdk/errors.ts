import type { Failure } from '../events/index.ts';

/** Thrown by a task to fail at once, whatever retries are left. */
export class NonRetryableError extends Error {
  override readonly name = 'NonRetryableError';
}

/** A task ended in failure; thrown to the workflow that awaits it. */
export class TaskFailedError extends Error {
  override readonly name = 'TaskFailedError';
  readonly taskId: string;
  /** The name of the error that the task threw. */
  readonly errorName: string;

  constructor(taskId: string, error: Failure) {
    super(`task ${taskId} failed: ${error.name}: ${error.message}`);
    this.taskId = taskId;
    this.errorName = error.name;
  }
}

/** A child workflow ended in failure; thrown to the workflow that awaits it. */
export class ChildFailedError extends Error {
  override readonly name = 'ChildFailedError';
  readonly childId: string;
  /** The name of the error that the child threw. */
  readonly errorName: string;

  constructor(childId: string, error: Failure) {
    super(`child ${childId} failed: ${error.name}: ${error.message}`);
    this.childId = childId;
    this.errorName = error.name;
  }
}

/** An operation that a workflow ran in place threw; thrown to the workflow that awaits it. */
export class OperationFailedError extends Error {
  override readonly name = 'OperationFailedError';
  /** The name of the error that the operation threw. */
  readonly errorName: string;

  constructor(operation: string, error: Failure) {
    super(`operation ${operation} failed: ${error.name}: ${error.message}`);
    this.errorName = error.name;
  }
}

/** A promise was rejected from outside; thrown to the workflow that awaits it. */
export class PromiseRejectedError extends Error {
  override readonly name = 'PromiseRejectedError';
  /** The name of the error that it was rejected with. */
  readonly errorName: string;

  constructor(promise: string, error: Failure) {
    super(`promise ${promise} was rejected: ${error.name}: ${error.message}`);
    this.errorName = error.name;
  }
}

/** Nobody settled a promise in time; thrown to the workflow that awaits it. */
export class PromiseTimedOutError extends Error {
  override readonly name = 'PromiseTimedOutError';

  constructor(promise: string) {
    super(`promise ${promise} timed out`);
  }
}

/** What a workflow awaits was cancelled: a task, a timer, a child. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
  /** Id of what was cancelled. */
  readonly subject: string;

  constructor(subject: string) {
    super(`${subject} was cancelled`);
    this.subject = subject;
  }
}

/**
 * The workflow is asked to cancel; thrown from whatever it awaits at that moment. Thrown on, it ends the workflow
 * CANCELLED; code that has something to put in order first catches it, and throws it again.
 */
export class WorkflowCancelledError extends Error {
  override readonly name = 'WorkflowCancelledError';

  constructor(workflowId: string, reason: string | undefined) {
    super(`workflow ${workflowId} is cancelled${reason === undefined ? '' : `: ${reason}`}`);
  }
}
