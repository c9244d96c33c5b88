import type {
  ChildStatus,
  Failure,
  Json,
  PromiseStatus,
  RetryPolicy,
  TaskStatus,
  TimerStatus,
  WorkflowEvent,
  WorkflowStatus,
} from '../../src/events/index.ts';
import type { PutScheduleRequest } from '../../src/engine/index.ts';

/** Who may report, and until when nobody else may. Times are in milliseconds since the Unix epoch. */
export type Lease = { readonly worker: string; readonly token: string; readonly expiresAt: number };

export type Timer = { readonly status: TimerStatus; readonly fireAt: number; readonly ignored: boolean };

export type Promised = {
  readonly status: PromiseStatus;
  readonly value?: Json;
  readonly error?: Failure;
  readonly timeoutAt?: number;
  readonly ignored: boolean;
};

/** A child, as its parent knows it. `mustCancel`: given up, and still to be told. */
export type Child = {
  readonly status: ChildStatus;
  readonly ignored: boolean;
  readonly mustCancel: boolean;
};

export type Workflow = {
  readonly id: string;
  readonly kind: string;
  readonly queue: string;
  readonly priority: number;
  readonly version?: string;
  readonly input?: Json;
  readonly parentId?: string;
  /** Whether the parent knows of the end. */
  readonly parentTold: boolean;
  readonly status: WorkflowStatus;
  readonly output?: Json;
  readonly error?: Failure;
  readonly cancelRequested: boolean;
  readonly lease?: Lease;
  /** The last submission that was accepted, and what it was answered. */
  readonly submitted?: { readonly token: string; readonly status: WorkflowStatus };
  readonly history: readonly WorkflowEvent[];
  readonly timers: ReadonlyMap<string, Timer>;
  readonly promises: ReadonlyMap<string, Promised>;
  readonly children: ReadonlyMap<string, Child>;
  readonly published: ReadonlyMap<string, Json>;
  readonly createdAt: number;
  readonly updatedAt: number;
};

export type Task = {
  readonly id: string;
  readonly workflowId?: string;
  readonly kind: string;
  readonly queue: string;
  readonly input?: Json;
  readonly retry: RetryPolicy;
  readonly status: TaskStatus;
  readonly attempt: number;
  readonly output?: Json;
  readonly error?: Failure;
  readonly progress?: Json;
  /** When it may run: somewhere in between, for how long a retry waits is drawn at random. */
  readonly runAfter: { readonly earliest: number; readonly latest: number };
  readonly deadlineAt?: number;
  /** Of the attempt that was last handed out, also after its end. */
  readonly lease?: Lease;
  readonly ignored: boolean;
  readonly createdAt: number;
};

export type Key = { readonly owner: string; readonly expiresAt: number };

export type Run = {
  readonly runAt: number;
  readonly type: 'STARTED' | 'SKIPPED';
  readonly workflowId?: string;
  readonly mustCancel: boolean;
};

export type Schedule = PutScheduleRequest & {
  readonly nextRunAt: number;
  /** In the order of their times. */
  readonly runs: readonly Run[];
};

/** All that the engine keeps. Workflows, tasks and schedules by their ids, keys by scope and key. */
export type State = {
  readonly workflows: ReadonlyMap<string, Workflow>;
  readonly tasks: ReadonlyMap<string, Task>;
  readonly keys: ReadonlyMap<string, Key>;
  readonly schedules: ReadonlyMap<string, Schedule>;
};

/** What an empty database holds. */
export const NOTHING: State = {
  workflows: new Map(),
  tasks: new Map(),
  keys: new Map(),
  schedules: new Map(),
};

/** A map with one entry more, or another one under its key. */
export function put<Key, Value>(
  map: ReadonlyMap<Key, Value>,
  key: Key,
  value: NoInfer<Value>,
): ReadonlyMap<Key, Value> {
  return new Map([...map, [key, value]]);
}

/** A map without an entry. */
export function without<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): ReadonlyMap<Key, Value> {
  return new Map([...map].filter(([each]) => each !== key));
}

export function putWorkflow(state: State, workflow: Workflow): State {
  return { ...state, workflows: put(state.workflows, workflow.id, workflow) };
}

export function putTask(state: State, task: Task): State {
  return { ...state, tasks: put(state.tasks, task.id, task) };
}
