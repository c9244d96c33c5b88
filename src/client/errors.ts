import type { Failure } from '../events/index.ts';

/** A workflow ended otherwise than by completing; thrown to the client that waits for it. */
export class WorkflowEndedError extends Error {
  override readonly name = 'WorkflowEndedError';
  readonly workflowId: string;
  readonly status: 'FAILED' | 'CANCELLED';
  /** Why it failed. */
  readonly failure: Failure | undefined;

  constructor(workflowId: string, status: 'FAILED' | 'CANCELLED', failure: Failure | undefined) {
    super(`workflow ${workflowId} ${told(status, failure)}`);
    this.workflowId = workflowId;
    this.status = status;
    this.failure = failure;
  }
}

/** A task ended otherwise than by completing; thrown to the client that waits for it. */
export class TaskEndedError extends Error {
  override readonly name = 'TaskEndedError';
  readonly taskId: string;
  readonly status: 'FAILED' | 'CANCELLED';
  /** Why it failed. */
  readonly failure: Failure | undefined;

  constructor(taskId: string, status: 'FAILED' | 'CANCELLED', failure: Failure | undefined) {
    super(`task ${taskId} ${told(status, failure)}`);
    this.taskId = taskId;
    this.status = status;
    this.failure = failure;
  }
}

function told(status: 'FAILED' | 'CANCELLED', failure: Failure | undefined): string {
  if (status === 'CANCELLED') return 'was cancelled';
  return failure ? `failed: ${failure.name}: ${failure.message}` : 'failed';
}
