import type { Json, RetryPolicy } from '../events/index.ts';
import type { Schema } from './payload.ts';
import type { TaskDefinition } from './task.ts';

/** Something that a workflow awaits and can give up: then it rejects at once, with {@link CancelledError}. */
export type Cancellable<Value> = Promise<Value> & { cancel(): void };

/** A scheduled task: await it for its result. */
export type TaskHandle<Output> = Cancellable<Output> & { readonly taskId: string };

/** A timer: await it for its time. */
export type TimerHandle = Cancellable<void> & { readonly timerId: string };

/** A child workflow: await it for its result. */
export type ChildHandle<Output> = Cancellable<Output> & { readonly workflowId: string };

export type ScheduleOptions = {
  /** Where workers look for it; the workflow's own queue by default. */
  readonly queue?: string;
  /** Overrides the task's own policy, field by field. */
  readonly retry?: Partial<RetryPolicy>;
  /** Overrides the task's own, in milliseconds. */
  readonly timeout?: number;
};

export type ChildOptions = {
  /** The child's id; derived from the parent's and the call's position by default. */
  readonly id?: string;
  /** Where workers look for it; the workflow's own queue by default. */
  readonly queue?: string;
};

export type PromiseOptions = {
  /** When it is given up, in milliseconds from its creation; never by default. */
  readonly timeout?: number;
};

/** What is called with an input takes none where there is none. */
export type CallArguments<Input, Options> = [Input] extends [void]
  ? [input?: undefined, options?: Options]
  : [input: Input, options?: Options];

/** Every effect of a workflow goes through its context; what does not is not recorded, and differs at replay. */
export type WorkflowContext = {
  readonly workflowId: string;

  /** Asks for a task to be run. It starts when the workflow next has nothing left to do but wait. */
  schedule<Input, Output>(
    task: TaskDefinition<Input, Output>,
    ...call: CallArguments<Input, ScheduleOptions>
  ): TaskHandle<Output>;

  /** Starts another workflow, whose end this one can await. */
  startChild<Input, Output>(
    workflow: WorkflowDefinition<Input, Output>,
    ...call: CallArguments<Input, ChildOptions>
  ): ChildHandle<Output>;

  /** Waits for so many milliseconds, from when the workflow next has nothing left to do but wait. */
  sleep(milliseconds: number): TimerHandle;

  /** Waits until a time, in milliseconds since the Unix epoch. */
  sleepUntil(time: number): TimerHandle;

  /** Creates a promise that somebody outside settles by its name, which is the workflow's own. */
  promise<Value = Json>(name: string, options?: PromiseOptions): Promise<Value>;

  /** The next signal of a name: signals are handed out in the order in which they came, each once. */
  waitForSignal<Payload = Json>(name: string): Promise<Payload>;

  /** The signals of a name that have come and were not handed out. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- whoever sends them knows their type
  drainSignals<Payload = Json>(name: string): readonly Payload[];

  /**
   * Runs something in place, once: what it returns or throws is recorded when the workflow next waits, and is what every
   * replay gets. If the worker dies before that, it runs again. Something that takes long belongs into a task.
   */
  run<Result>(name: string, operation: () => Promise<Result> | Result): Promise<Result>;

  /** What the workflow has set under a key. Whoever queries the workflow sees it, too. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the workflow itself knows what it has set
  get<Value extends Json>(key: string): Value | undefined;
  set(key: string, value: Json): void;
  clear(key: string): void;

  /** Milliseconds since the Unix epoch: of the last event that the code knows of, so that replays are told the same. */
  now(): number;
  /** A number in [0, 1), the same at every replay. */
  random(): number;
  /** A UUID (version 4), the same at every replay. */
  uuid(): string;

  /** Whether the workflow has been asked to cancel. */
  readonly cancelled: boolean;

  /** Logs a line, once: not at replays. */
  log(message: string, facts?: Readonly<Record<string, unknown>>): void;
};

/** A workflow: an ordinary async function, run again from the top against its history whenever something happened. */
export type WorkflowDefinition<Input, Output> = {
  readonly name: string;
  /** Recorded with every execution that is started. */
  readonly version?: string;
  /** What inputs and outputs must look like. */
  readonly input?: Schema<Input>;
  readonly output?: Schema<Output>;
  readonly run: (context: WorkflowContext, input: Input) => Promise<Output>;
};

/** Defines a workflow. Its name is what executions refer to. */
export function workflow<Input = void, Output = void>(
  definition: WorkflowDefinition<Input, Output>,
): WorkflowDefinition<Input, Output> {
  return definition;
}
