import {
  type Command,
  describeFailure,
  type Json,
  type Outcome,
  type WorkflowEvent,
} from '../events/index.ts';
import type { Clock } from '../ports/index.ts';
import {
  CancelledError,
  ChildFailedError,
  PromiseRejectedError,
  PromiseTimedOutError,
  TaskFailedError,
  WorkflowCancelledError,
} from './errors.ts';
import { jsonCodec, type PayloadCodec, validated } from './payload.ts';
import { type Surroundings, WorkflowCalls } from './workflow-calls.ts';
import type { WorkflowContext, WorkflowDefinition } from './workflow.ts';

/** What one activation produced. */
export type ActivationResult = { readonly commands: readonly Command[]; readonly outcome: Outcome };

/** A definition whose types nobody can see any more. */
export type AnyWorkflow = Omit<WorkflowDefinition<unknown, unknown>, 'run'> & {
  readonly run: (context: WorkflowContext, input: never) => Promise<unknown>;
};

/**
 * A workflow's code as it runs: from the top, against its history, as far as that goes. It can be kept, and goes on from
 * there when there are further events; or it is forgotten, and another one made of the whole history comes to the same.
 *
 * Results are handed over one at a time, in the order of their events, and after each one the code runs until it can
 * go no further, so `Promise.race` and `Promise.all` mean what they mean in JavaScript, and mean it again at every
 * replay.
 */
export class WorkflowRun {
  /** The newest event that the code has seen; 0 before it has begun. */
  seen = 0;
  readonly #workflowId: string;
  readonly #definition: AnyWorkflow;
  readonly #clock: Pick<Clock, 'settled'>;
  readonly #codec: PayloadCodec;
  readonly #calls: WorkflowCalls;
  #outcome: Outcome = { type: 'SUSPENDED' };

  /** @param queue where tasks go whose call names no queue */
  constructor(
    definition: AnyWorkflow,
    workflowId: string,
    queue: string,
    clock: Pick<Clock, 'settled'>,
    { codec = jsonCodec, log = () => undefined }: Partial<Omit<Surroundings, 'queue'>> = {},
  ) {
    this.#workflowId = workflowId;
    this.#definition = definition;
    this.#clock = clock;
    this.#codec = codec;
    this.#calls = new WorkflowCalls(workflowId, { queue, codec, log });
  }

  /**
   * One activation: it ends when the code has returned or thrown, or has seen every event and still waits.
   *
   * @param events all that it has not seen, in order; the first time, they begin with WORKFLOW_STARTED. They must have
   * what the code asked for the last time.
   */
  async resume(events: readonly WorkflowEvent[]): Promise<ActivationResult> {
    const { replay } = this.#calls;
    if (this.seen === 0 && events[0]?.type !== 'WORKFLOW_STARTED') {
      throw new Error(`history of ${this.#workflowId} has no beginning`);
    }
    this.#calls.begin(events);
    for (const event of events) {
      if (this.#outcome.type !== 'SUSPENDED' || replay.violation) break;
      this.#calls.advance(event);
      if (event.type === 'WORKFLOW_STARTED') void this.#run(event.data.input);
      if (apply(event, this.#calls)) await this.#runOn();
      this.seen = event.sequence;
    }
    const violation = replay.violation ?? replay.missingCall();
    if (violation) return { commands: [], outcome: { type: 'FAILED', error: describeFailure(violation) } };
    return { commands: [...replay.commands], outcome: this.#outcome };
  }

  async #run(payload: Json | undefined): Promise<void> {
    const { name, input: inputs, output: outputs, run } = this.#definition;
    try {
      const input = validated(inputs, this.#codec.decode(payload), `the input of workflow ${name}`);
      const returned = await run(this.#calls.context(), input as never); // its own schema, or whoever started it, has seen to its type
      const output = this.#codec.encode(validated(outputs, returned, `the output of workflow ${name}`));
      this.#outcome = output === undefined ? { type: 'COMPLETED' } : { type: 'COMPLETED', output };
    } catch (thrown) {
      const isCancelled = this.#calls.isCancelled && thrown instanceof WorkflowCancelledError;
      this.#outcome = isCancelled
        ? { type: 'CANCELLED' }
        : { type: 'FAILED', error: describeFailure(thrown) };
    }
  }

  /** Lets the code run until nothing but a further event could move it. */
  async #runOn(): Promise<void> {
    const { replay, operations } = this.#calls;
    do await this.#clock.settled();
    while (this.#outcome.type === 'SUSPENDED' && !replay.violation && (await operations.handOver()));
  }
}

/** Runs a workflow's code from the top against its whole history, see {@link WorkflowRun}. */
export async function activate(
  ...[definition, workflowId, history, queue, clock, options]: [
    definition: AnyWorkflow,
    workflowId: string,
    history: readonly WorkflowEvent[],
    queue: string,
    clock: Pick<Clock, 'settled'>,
    options?: Partial<Omit<Surroundings, 'queue'>>,
  ]
): Promise<ActivationResult> {
  return await new WorkflowRun(definition, workflowId, queue, clock, options).resume(history);
}

/** Tells the code what an event says. @returns whether it is anything that could move the code */
function apply({ type, data }: WorkflowEvent, calls: WorkflowCalls): boolean {
  const { replay, signals } = calls;
  switch (type) {
    case 'WORKFLOW_STARTED':
      return true;
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
