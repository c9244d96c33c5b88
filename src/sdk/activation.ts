import {
  asJson,
  type Command,
  describeFailure,
  type Json,
  type Outcome,
  type WorkflowEvent,
} from '../events/index.ts';
import type { Clock } from '../ports/index.ts';
import { TaskFailedError } from './task.ts';
import { TaskCalls } from './task-calls.ts';
import type { WorkflowContext, WorkflowDefinition } from './workflow.ts';

/** What one activation produced. */
export type ActivationResult = { readonly commands: readonly Command[]; readonly outcome: Outcome };

/** A definition whose types nobody can see any more: inputs and outputs are JSON. */
export type AnyWorkflow = WorkflowDefinition<never, Json | void>;

/**
 * Runs a workflow's code from the top against its whole history.
 *
 * Results are handed over one at a time, in the order of their events, and after each one the code runs until it can
 * go no further, so `Promise.race` and `Promise.all` mean what they mean in JavaScript, and mean it again at every
 * replay. The activation ends when the code has returned or thrown, or has seen every event and still waits.
 *
 * @param history every event of the workflow so far, in order, beginning with WORKFLOW_STARTED
 * @param queue where tasks go whose call names no queue
 */
export async function activate(
  definition: AnyWorkflow,
  workflowId: string,
  history: readonly WorkflowEvent[],
  queue: string,
  clock: Pick<Clock, 'settled'>,
): Promise<ActivationResult> {
  const calls = new TaskCalls(workflowId, history, queue);
  const started = history[0];
  if (started?.type !== 'WORKFLOW_STARTED') throw new Error(`history of ${workflowId} has no beginning`);

  let outcome: Outcome = { type: 'SUSPENDED' };
  const context: WorkflowContext = {
    workflowId,
    schedule: (task, ...[input, options]) => calls.schedule(task, input, options),
  };
  const running = async (): Promise<void> => {
    try {
      // The input's type was checked where the workflow was started; in the history it is JSON.
      const output = asJson(await definition.run(context, started.data.input as never));
      outcome = output === undefined ? { type: 'COMPLETED' } : { type: 'COMPLETED', output };
    } catch (thrown) {
      outcome = { type: 'FAILED', error: describeFailure(thrown) };
    }
  };
  void running();
  await clock.settled();

  for (const event of history) {
    if (outcome.type !== 'SUSPENDED' || calls.violation) break;
    if (event.type === 'TASK_COMPLETED') calls.resolve(event.data.taskId, event.data.output);
    else if (event.type === 'TASK_FAILED') {
      calls.reject(event.data.taskId, new TaskFailedError(event.data.taskId, event.data.error));
    } else continue;
    await clock.settled();
  }

  const violation = calls.violation ?? calls.missingCall();
  if (violation) return { commands: [], outcome: { type: 'FAILED', error: describeFailure(violation) } };
  return { commands: calls.commands, outcome };
}
