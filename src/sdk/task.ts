import type { Json, RetryPolicy } from '../events/index.ts';

/** What a running task may know and do besides its input. */
export type TaskContext = {
  readonly taskId: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
};

/** A task: a function with effects, run at least once by some worker, whose result is recorded exactly once. */
export type TaskDefinition<Input extends Json | void, Output extends Json | void> = {
  readonly name: string;
  readonly retry?: Partial<RetryPolicy>;
  readonly run: (context: TaskContext, input: Input) => Promise<Output>;
};

/** Defines a task. Its name is what histories refer to: renaming it breaks running workflows. */
export function task<Input extends Json | void, Output extends Json | void>(
  definition: TaskDefinition<Input, Output>,
): TaskDefinition<Input, Output> {
  return definition;
}

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

  constructor(taskId: string, error: { readonly name: string; readonly message: string }) {
    super(`task ${taskId} failed: ${error.name}: ${error.message}`);
    this.taskId = taskId;
    this.errorName = error.name;
  }
}
