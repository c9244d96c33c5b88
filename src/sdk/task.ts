import type { Json, RetryPolicy } from '../events/index.ts';
import type { Schema } from './payload.ts';

/** What a running task may know and do besides its input. */
export type TaskContext = {
  readonly taskId: string;
  /** Undefined for a task that belongs to no workflow. */
  readonly workflowId: string | undefined;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** Aborted when the attempt is of no use any more: the task was cancelled, or the lease was lost. */
  readonly signal: AbortSignal;
  /** Tells that the attempt is alive, and how far it is. The worker does the former by itself now and then. */
  heartbeat(progress?: Json): Promise<void>;
};

/** A task: a function with effects, run at least once by some worker, whose result is recorded exactly once. */
export type TaskDefinition<Input, Output> = {
  readonly name: string;
  readonly retry?: Partial<RetryPolicy>;
  /** From scheduling to end, all attempts together, in milliseconds; without, it may take for ever. */
  readonly timeout?: number;
  /** What inputs and outputs must look like. */
  readonly input?: Schema<Input>;
  readonly output?: Schema<Output>;
  readonly run: (context: TaskContext, input: Input) => Promise<Output>;
};

/** Defines a task. Its name is what histories refer to: renaming it breaks running workflows. */
export function task<Input = void, Output = void>(
  definition: TaskDefinition<Input, Output>,
): TaskDefinition<Input, Output> {
  return definition;
}
