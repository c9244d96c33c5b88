import type { Json, RetryPolicy } from '../events/index.ts';
import type { TaskDefinition } from './task.ts';

/** A scheduled task: await it for its result. */
export type TaskHandle<Output> = Promise<Output> & { readonly taskId: string };

export type ScheduleOptions = {
  /** Where workers look for it; the workflow's own queue by default. */
  readonly queue?: string;
  /** Overrides the task's own policy, field by field. */
  readonly retry?: Partial<RetryPolicy>;
};

/** A task without an input is scheduled without one. */
export type ScheduleArguments<Input> = [Input] extends [void]
  ? [input?: undefined, options?: ScheduleOptions]
  : [input: Input, options?: ScheduleOptions];

/** Every effect of a workflow goes through its context; what does not is not recorded, and differs at replay. */
export type WorkflowContext = {
  readonly workflowId: string;

  /** Asks for a task to be run. It starts when the workflow next has nothing left to do but wait. */
  schedule<Input extends Json | void, Output extends Json | void>(
    task: TaskDefinition<Input, Output>,
    ...call: ScheduleArguments<Input>
  ): TaskHandle<Output>;
};

/** A workflow: an ordinary async function, run again from the top against its history whenever something happened. */
export type WorkflowDefinition<Input extends Json | void, Output extends Json | void> = {
  readonly name: string;
  readonly run: (context: WorkflowContext, input: Input) => Promise<Output>;
};

/** Defines a workflow. Its name is what executions refer to. */
export function workflow<Input extends Json | void, Output extends Json | void>(
  definition: WorkflowDefinition<Input, Output>,
): WorkflowDefinition<Input, Output> {
  return definition;
}
