import { type Command, describeFailure, type Outcome, type WorkflowEvent } from '../events/index.ts';
import type { Clock } from '../ports/index.ts';
import {
  CancelledError,
  ChildFailedError,
  PromiseRejectedError,
  PromiseTimedOutError,
  TaskFailedError,
  WorkflowCancelledError,
} from './errors.ts';
import { jsonCodec, validated } from './payload.ts';
import { type Surroundings, WorkflowCalls } from './workflow-calls.ts';
import type { WorkflowContext, WorkflowDefinition } from './workflow.ts';

/** What one activation produced. */
export type ActivationResult = { readonly commands: readonly Command[]; readonly outcome: Outcome };

/** A definition whose types nobody can see any more. */
export type AnyWorkflow = Omit<WorkflowDefinition<unknown, unknown>, 'run'> & {
  readonly run: (context: WorkflowContext, input: never) => Promise<unknown>;
};

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
  options: Partial<Omit<Surroundings, 'queue'>> = {},
): Promise<ActivationResult> {
  const { codec = jsonCodec, log = () => undefined } = options;
  const calls = new WorkflowCalls(workflowId, history, { queue, codec, log });
  const { replay } = calls;
  const started = history[0];
  if (started?.type !== 'WORKFLOW_STARTED') throw new Error(`history of ${workflowId} has no beginning`);

  let outcome: Outcome = { type: 'SUSPENDED' };
  const running = async (): Promise<void> => {
    try {
      const value = codec.decode(started.data.input);
      const input = validated(definition.input, value, `the input of workflow ${definition.name}`);
      const returned = await definition.run(calls.context(), input as never); // its own schema, or whoever started it, has seen to its type
      const what = `the output of workflow ${definition.name}`;
      const output = codec.encode(validated(definition.output, returned, what));
      outcome = output === undefined ? { type: 'COMPLETED' } : { type: 'COMPLETED', output };
    } catch (thrown) {
      const isCancelled = calls.isCancelled && thrown instanceof WorkflowCancelledError;
      outcome = isCancelled ? { type: 'CANCELLED' } : { type: 'FAILED', error: describeFailure(thrown) };
    }
  };
  /** Lets the code run until nothing but a further event could move it. */
  const runOn = async (): Promise<void> => {
    do await clock.settled();
    while (outcome.type === 'SUSPENDED' && !replay.violation && (await calls.operations.handOver()));
  };

  calls.advance(started);
  void running();
  await runOn();
  for (const event of history.slice(1)) {
    if (outcome.type !== 'SUSPENDED' || replay.violation) break;
    calls.advance(event);
    if (apply(event, calls)) await runOn();
  }

  const violation = replay.violation ?? replay.missingCall();
  if (violation) return { commands: [], outcome: { type: 'FAILED', error: describeFailure(violation) } };
  return { commands: replay.commands, outcome };
}

/** Tells the code what an event says. @returns whether it is anything that the code could wait for */
function apply({ type, data }: WorkflowEvent, calls: WorkflowCalls): boolean {
  const { replay, signals } = calls;
  switch (type) {
    case 'TASK_COMPLETED':
      replay.settle('task', data.taskId, { value: data.output });
      return true;
    case 'TASK_FAILED':
      replay.settle('task', data.taskId, { error: new TaskFailedError(data.taskId, data.error) });
      return true;
    case 'TASK_CANCELLED':
      replay.settle('task', data.taskId, { error: new CancelledError(data.taskId) });
      return true;
    case 'TIMER_FIRED':
      replay.settle('timer', data.timerId, { value: undefined });
      return true;
    case 'TIMER_CANCELLED':
      replay.settle('timer', data.timerId, { error: new CancelledError(data.timerId) });
      return true;
    case 'PROMISE_RESOLVED':
      replay.settle('promise', data.name, { value: data.value });
      return true;
    case 'PROMISE_REJECTED':
      replay.settle('promise', data.name, { error: new PromiseRejectedError(data.name, data.error) });
      return true;
    case 'PROMISE_TIMED_OUT':
      replay.settle('promise', data.name, { error: new PromiseTimedOutError(data.name) });
      return true;
    case 'CHILD_WORKFLOW_COMPLETED':
      replay.settle('child', data.childId, { value: data.output });
      return true;
    case 'CHILD_WORKFLOW_FAILED':
      replay.settle('child', data.childId, { error: new ChildFailedError(data.childId, data.error) });
      return true;
    case 'CHILD_WORKFLOW_CANCELLED':
      replay.settle('child', data.childId, { error: new CancelledError(data.childId) });
      return true;
    case 'SIGNAL_RECEIVED':
      signals.receive(data.name, data.payload);
      return true;
    case 'CANCELLATION_REQUESTED':
      calls.cancel(data.reason);
      return true;
    default:
      return false;
  }
}
