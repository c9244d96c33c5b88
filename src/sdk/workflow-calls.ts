import { DEFAULT_RETRY, type FireTime, type Json, type WorkflowEvent } from '../events/index.ts';
import { DeterministicRandom } from './deterministic-random.ts';
import { WorkflowCancelledError } from './errors.ts';
import { Operations } from './operations.ts';
import { type PayloadCodec, validated } from './payload.ts';
import { Replay } from './replay.ts';
import { Signals } from './signals.ts';
import type { TaskDefinition } from './task.ts';
import type {
  ChildHandle,
  ChildOptions,
  PromiseOptions,
  ScheduleOptions,
  TaskHandle,
  TimerHandle,
  WorkflowContext,
  WorkflowDefinition,
} from './workflow.ts';

/** Where a workflow's log goes. */
export type LogLine = {
  readonly workflowId: string;
  readonly message: string;
  readonly facts: Readonly<Record<string, unknown>>;
};

/** What an activation is told besides the history. */
export type Surroundings = {
  /** Where tasks and children go whose call names no queue. */
  readonly queue: string;
  readonly codec: PayloadCodec;
  readonly log: (line: LogLine) => void;
};

/** Everything that a workflow's code calls for. */
export class WorkflowCalls {
  readonly replay: Replay;
  readonly operations: Operations;
  readonly signals = new Signals();
  readonly #surroundings: Surroundings;
  readonly #random: DeterministicRandom;
  readonly #state = new Map<string, Json>();
  readonly #decode: PayloadCodec['decode'];
  /** The newest event that any earlier activation saw. */
  #seen = 0;
  #sequence = 0;
  #now = 0;
  #isCancelled = false;

  constructor(workflowId: string, surroundings: Surroundings) {
    this.replay = new Replay(workflowId);
    this.operations = new Operations(this.replay);
    this.#surroundings = surroundings;
    this.#random = new DeterministicRandom(workflowId);
    this.#decode = surroundings.codec.decode;
  }

  /** An activation begins, with these events beyond those that are known. */
  begin(events: readonly WorkflowEvent[]): void {
    this.replay.begin(events);
    this.operations.begin(events);
    for (const { type, data } of events) {
      if (type === 'WORKFLOW_SUSPENDED') this.#seen = Math.max(this.#seen, data.seen ?? 0);
    }
  }

  /** The code is about to see an event, after which it is this late. */
  advance({ sequence, time }: WorkflowEvent): void {
    this.#sequence = sequence;
    this.#now = Math.max(this.#now, time);
  }

  /** The workflow is asked to cancel. */
  cancel(reason: string | undefined): void {
    this.#isCancelled = true;
    const error = new WorkflowCancelledError(this.replay.workflowId, reason);
    this.replay.giveUpAll(error);
    this.signals.giveUpAll(error);
  }

  get isCancelled(): boolean {
    return this.#isCancelled;
  }

  /** What the code is given. */
  context(): WorkflowContext {
    const { workflowId } = this.replay;
    const isCancelled = (): boolean => this.#isCancelled;
    return {
      workflowId,
      get cancelled() {
        return isCancelled();
      },
      schedule: (task, ...[input, options]) => this.#schedule(task, input, options),
      startChild: (workflow, ...[input, options]) => this.#startChild(workflow, input, options),
      sleep: (milliseconds) => this.#timer({ delayMs: Math.max(milliseconds, 0) }),
      sleepUntil: (time) => this.#timer({ fireAt: time }),
      promise: <Value>(name: string, options?: PromiseOptions) =>
        this.#promise(name, options) as Promise<Value>, // whoever settles it knows what it is for
      waitForSignal: <Payload>(name: string) =>
        this.signals.next(name).then(this.#decode as (payload: unknown) => Payload), // whoever sends it likewise
      drainSignals: <Payload>(name: string) =>
        this.signals.drain(name).map(this.#decode as (payload: unknown) => Payload),
      run: <Result>(name: string, operation: () => Promise<Result> | Result) =>
        this.operations.run(name, operation) as Promise<Result>, // it is what the operation returned, as JSON
      get: (key) => this.#state.get(key) as never, // it is of the type that it was set with
      set: (key, value) => this.#set(key, value),
      clear: (key) => this.#clear(key),
      now: () => this.#now,
      random: () => this.#random.fraction(),
      uuid: () => this.#random.uuid(),
      log: (message, facts = {}) => {
        if (this.#sequence > this.#seen) this.#surroundings.log({ workflowId, message, facts });
      },
    };
  }

  #schedule<Input, Output>(
    task: TaskDefinition<Input, Output>,
    input: unknown,
    options: ScheduleOptions = {},
  ): TaskHandle<Output> {
    const value = validated(task.input, input, `the input of task ${task.name}`);
    const { position, id } = this.replay.call('task', task.name);
    const taskId = id ?? `${this.replay.workflowId}/task/${position}`;
    if (id === undefined) {
      const timeoutMs = options.timeout ?? task.timeout;
      this.replay.commands.push({
        type: 'SCHEDULE_TASK',
        taskId,
        kind: task.name,
        ...this.#payload(value),
        queue: options.queue ?? this.#surroundings.queue,
        retry: { ...DEFAULT_RETRY, ...task.retry, ...options.retry },
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      });
    }
    const { promise, cancel } = this.replay.awaited('task', taskId, { type: 'CANCEL_TASK', taskId });
    return Object.assign(this.#decoded<Output>(promise), { taskId, cancel });
  }

  #startChild<Input, Output>(
    workflow: WorkflowDefinition<Input, Output>,
    input: unknown,
    options: ChildOptions = {},
  ): ChildHandle<Output> {
    const value = validated(workflow.input, input, `the input of workflow ${workflow.name}`);
    if (options.id !== undefined) this.replay.refuseRepeated('child', options.id);
    const { position, id } = this.replay.call('child', workflow.name);
    const childId = id ?? options.id ?? `${this.replay.workflowId}/child/${position}`;
    if (id === undefined) {
      this.replay.commands.push({
        type: 'START_CHILD',
        childId,
        kind: workflow.name,
        ...this.#payload(value),
        queue: options.queue ?? this.#surroundings.queue,
      });
    }
    const { promise, cancel } = this.replay.awaited('child', childId, { type: 'CANCEL_CHILD', childId });
    return Object.assign(this.#decoded<Output>(promise), { workflowId: childId, cancel });
  }

  #timer(time: FireTime): TimerHandle {
    const { position, id } = this.replay.call('timer', 'a timer');
    const timerId = id ?? `timer/${position}`;
    if (id === undefined) this.replay.commands.push({ type: 'START_TIMER', timerId, ...time });
    const { promise, cancel } = this.replay.awaited('timer', timerId, { type: 'CANCEL_TIMER', timerId });
    return Object.assign(promise as Promise<void>, { timerId, cancel }); // a timer has no value
  }

  #promise(name: string, { timeout }: PromiseOptions = {}): Promise<unknown> {
    this.replay.refuseRepeated('promise', name);
    const { id } = this.replay.call('promise', name);
    if (id === undefined) {
      const timeoutMs = timeout === undefined ? {} : { timeoutMs: timeout };
      this.replay.commands.push({ type: 'CREATE_PROMISE', name, ...timeoutMs });
    }
    return this.#decoded(this.replay.awaited('promise', name).promise);
  }

  #set(key: string, value: Json): void {
    this.#state.set(key, value);
    const { id } = this.replay.call('state', `set ${key}`);
    if (id === undefined) this.replay.commands.push({ type: 'SET_STATE', key, value });
  }

  #clear(key: string): void {
    this.#state.delete(key);
    const { id } = this.replay.call('state', `clear ${key}`);
    if (id === undefined) this.replay.commands.push({ type: 'CLEAR_STATE', key });
  }

  #payload(value: unknown): { readonly input?: Json } {
    const input = this.#surroundings.codec.encode(value);
    return input === undefined ? {} : { input };
  }

  /** The definition states its output's type; what history holds is what that definition returned. */
  #decoded<Output>(promise: Promise<unknown>): Promise<Output> {
    const decoded = promise.then(this.#decode as (payload: unknown) => Output);
    decoded.catch(() => undefined); // a failure nobody awaits is the workflow's business, not the process's
    return decoded;
  }
}
