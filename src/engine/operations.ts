import type {
  Command,
  Failure,
  Json,
  Outcome,
  RetryPolicy,
  TaskStatus,
  WorkflowEvent,
  WorkflowStatus,
} from '../events/index.ts';
import type { Attempt, ClaimedTask } from '../store/index.ts';

export type StartWorkflowRequest = {
  readonly id: string;
  readonly kind: string;
  readonly queue: string;
  /** Which version of its code the workflow is started for: recorded, and shown. */
  readonly version?: string;
  /** Higher is handed out first; 0 by default. */
  readonly priority?: number;
  readonly input?: Json;
  /** Requests for the same kind with the same key start one workflow, and are all told its id. */
  readonly idempotencyKey?: string;
};
export type StartWorkflowResponse = { readonly workflowId: string; readonly created: boolean };

export type Signal = {
  readonly name: string;
  readonly payload?: Json;
  /** Signals to one workflow with the same key are one signal. */
  readonly idempotencyKey?: string;
};
export type SignalWorkflowRequest = Signal & { readonly workflowId: string };
export type SignalWorkflowResponse = {
  readonly type: /** The signal is in the history. */
    | 'RECORDED'
    /** A signal with this key is in the history already. */
    | 'REPEATED'
    /** The workflow has ended: nothing was written. */
    | 'IGNORED';
};
export type SignalWithStartRequest = {
  readonly start: Omit<StartWorkflowRequest, 'idempotencyKey'>;
  readonly signal: Signal;
};
export type SignalWithStartResponse = { readonly created: boolean } & SignalWorkflowResponse;

/**
 * How long a server may wait for something to tell before it answers that there is nothing, in milliseconds. The engine
 * itself answers at once, and so may any server.
 */
export type Waiting = { readonly waitMs?: number };

/** What belongs to a call, and not to its request. */
export type CallContext = {
  /** Aborted when nobody waits for the answer any more: a call that waits then claims nothing. */
  readonly signal?: AbortSignal;
};

/** What a worker is able to do, and how long it may take before somebody else gets the work. */
export type PollRequest = Waiting & {
  readonly worker: string;
  readonly queues: readonly string[];
  readonly kinds: readonly string[];
  readonly leaseMs: number;
};
export type PollWorkflowResponse = {
  readonly activation?: {
    readonly workflowId: string;
    readonly kind: string;
    /** The workflow's own queue: where its tasks go unless they name another. */
    readonly queue: string;
    readonly token: string;
  };
};
export type PollTaskResponse = { readonly task?: ClaimedTask & { readonly token: string } };

/** At most `limit` events after a sequence; all of them, if absent. Waits until there is one. */
export type GetEventsRequest = Waiting & {
  readonly workflowId: string;
  readonly after: number;
  readonly limit?: number;
};
export type GetEventsResponse = { readonly events: readonly WorkflowEvent[] };

export type SubmitCommandsRequest = {
  readonly workflowId: string;
  readonly token: string;
  /** The newest event that the activation saw. */
  readonly lastSeenSequence: number;
  readonly commands: readonly Command[];
  readonly outcome: Outcome;
};
export type SubmitCommandsResponse =
  | { readonly type: 'ACCEPTED'; readonly status: WorkflowStatus }
  /** The lease is another's now: nothing was written. */
  | { readonly type: 'STALE' };

export type CompleteTaskRequest = Attempt & { readonly output?: Json };
export type FailTaskRequest = Attempt & { readonly error: Failure; readonly retryable: boolean };
export type EndTaskResponse = {
  readonly type: /** The result is in the history. */
    | 'RECORDED'
    /** The attempt failed and the task will be tried again. */
    | 'RETRYING'
    /** This very answer was accepted before; nothing was written twice. */
    | 'REPEATED'
    /** The workflow had ended: the result is kept with the task, the history stays as it is. */
    | 'IGNORED'
    /** The attempt no longer holds the lease: nothing was written. */
    | 'STALE';
};
/** Keeps an attempt's lease for another `leaseMs`, and stores how far it is, if it says so. */
export type HeartbeatRequest = Attempt & { readonly leaseMs: number; readonly progress?: Json };
export type HeartbeatResponse = {
  readonly type: /** The lease is the attempt's for longer. */
    | 'EXTENDED'
    /** The task was cancelled: whatever the attempt does is for nothing. */
    | 'CANCELLED'
    /** The lease is another's now, or the task has ended. */
    | 'STALE';
};

export type CancelWorkflowRequest = { readonly workflowId: string; readonly reason?: string };
export type CancelWorkflowResponse = {
  readonly type: /** Its code is told. */
    | 'REQUESTED'
    /** Its code had not begun: it has ended. */
    | 'CANCELLED'
    /** That was asked for before. */
    | 'REPEATED'
    /** It had ended. */
    | 'IGNORED';
};
export type CancelTaskRequest = { readonly taskId: string };
export type CancelTimerRequest = { readonly workflowId: string; readonly timerId: string };
export type CancelResponse = {
  readonly type: /** It is cancelled, and the workflow is told. */
    | 'CANCELLED'
    /** It was cancelled before. */
    | 'REPEATED'
    /** It had ended otherwise, or its workflow had. */
    | 'IGNORED';
};

export type PromiseAddress = { readonly workflowId: string; readonly name: string };
export type ResolvePromiseRequest = PromiseAddress & { readonly value?: Json };
export type RejectPromiseRequest = PromiseAddress & { readonly error: Failure };
export type SettlePromiseResponse = {
  readonly type: /** The settlement is in the history. */
    | 'RECORDED'
    /** This very settlement was recorded before. */
    | 'REPEATED'
    /** It was settled otherwise, or timed out, before: nothing was written. */
    | 'SETTLED'
    /** The workflow has ended: the history stays as it is. */
    | 'IGNORED';
};

/** A task that belongs to no workflow. */
export type StartTaskRequest = {
  readonly id: string;
  readonly kind: string;
  readonly queue: string;
  readonly input?: Json;
  readonly retry: RetryPolicy;
  readonly timeoutMs?: number;
  /** Requests for the same kind with the same key start one task, and are all told its id. */
  readonly idempotencyKey?: string;
};
export type StartTaskResponse = { readonly taskId: string; readonly created: boolean };
/** Waits until the task has ended. */
export type GetTaskRequest = Waiting & { readonly taskId: string };
export type GetTaskResponse = {
  readonly taskId: string;
  readonly workflowId?: string;
  readonly kind: string;
  readonly queue: string;
  readonly status: TaskStatus;
  readonly attempt: number;
  readonly progress?: Json;
  readonly output?: Json;
  /** Of the last attempt that failed. */
  readonly error?: Failure;
};

/** What is known of a workflow without running its code: also what its code has published with `set`. */
export type QueryWorkflowRequest = { readonly workflowId: string };
export type QueryWorkflowResponse = WorkflowSummary & {
  readonly input?: Json;
  readonly output?: Json;
  readonly error?: Failure;
  readonly state: Readonly<Record<string, Json>>;
};
export type WorkflowSummary = {
  readonly workflowId: string;
  readonly kind: string;
  readonly queue: string;
  readonly status: WorkflowStatus;
  readonly priority: number;
  readonly version?: string;
  readonly parentId?: string;
  /** In milliseconds since the Unix epoch. */
  readonly createdAt: number;
  readonly updatedAt: number;
};
export type ListWorkflowsRequest = {
  readonly status?: WorkflowStatus;
  readonly kind?: string;
  /** Workflows whose ids begin so. */
  readonly idPrefix?: string;
  /** Those after this id, in the order of their ids: the last one of the page before. */
  readonly after?: string;
  readonly limit: number;
};
export type ListWorkflowsResponse = { readonly workflows: readonly WorkflowSummary[] };

export type HeartbeatWorkerRequest = {
  readonly worker: string;
  readonly queues: readonly string[];
  readonly workflows: readonly string[];
  readonly tasks: readonly string[];
};

/** When a schedule starts workflows: a cron expression with its time zone, or every so many milliseconds. */
export type ScheduleTimes =
  | { readonly type: 'CRON'; readonly expression: string; readonly timeZone: string }
  | { readonly type: 'INTERVAL'; readonly everyMs: number };
export type PutScheduleRequest = {
  readonly id: string;
  readonly times: ScheduleTimes;
  readonly kind: string;
  readonly queue: string;
  readonly input?: Json;
  /** What to do when the workflow of the run before has not ended. */
  readonly overlap: 'SKIP' | 'ALLOW' | 'CANCEL_PREVIOUS';
  /** What to do about runs whose time has passed unseen. */
  readonly missed: 'SKIP' | 'RUN_ONCE';
};
export type ScheduleAddress = { readonly scheduleId: string };
export type PutScheduleResponse = { readonly nextRunAt: number };
export type GetScheduleResponse = PutScheduleRequest & {
  readonly nextRunAt: number;
  /** The last runs, newest first. */
  readonly runs: readonly {
    readonly runAt: number;
    readonly type: 'STARTED' | 'SKIPPED';
    readonly workflowId?: string;
  }[];
};

/** What a sweep does at most, so that no transaction grows long. */
export type SweepRequest = { readonly limit: number };
/** How much it did, and when there is something to do next, if that is known: in milliseconds from now. */
export type SweepResponse = { readonly count: number; readonly nextInMs?: number };

/** It is done: there is nothing more to say. */
export type Nothing = Readonly<Record<string, never>>;

/** Everything that clients and workers ask of the engine. */
export type Operations = {
  startWorkflow(request: StartWorkflowRequest): Promise<StartWorkflowResponse>;
  signalWorkflow(request: SignalWorkflowRequest): Promise<SignalWorkflowResponse>;
  signalWithStart(request: SignalWithStartRequest): Promise<SignalWithStartResponse>;
  cancelWorkflow(request: CancelWorkflowRequest): Promise<CancelWorkflowResponse>;
  cancelTimer(request: CancelTimerRequest): Promise<CancelResponse>;
  resolvePromise(request: ResolvePromiseRequest): Promise<SettlePromiseResponse>;
  rejectPromise(request: RejectPromiseRequest): Promise<SettlePromiseResponse>;
  queryWorkflow(request: QueryWorkflowRequest): Promise<QueryWorkflowResponse>;
  listWorkflows(request: ListWorkflowsRequest): Promise<ListWorkflowsResponse>;
  getEvents(request: GetEventsRequest, context?: CallContext): Promise<GetEventsResponse>;

  pollWorkflow(request: PollRequest, context?: CallContext): Promise<PollWorkflowResponse>;
  submitCommands(request: SubmitCommandsRequest): Promise<SubmitCommandsResponse>;

  startTask(request: StartTaskRequest): Promise<StartTaskResponse>;
  getTask(request: GetTaskRequest, context?: CallContext): Promise<GetTaskResponse>;
  cancelTask(request: CancelTaskRequest): Promise<CancelResponse>;
  pollTask(request: PollRequest, context?: CallContext): Promise<PollTaskResponse>;
  heartbeat(request: HeartbeatRequest): Promise<HeartbeatResponse>;
  completeTask(request: CompleteTaskRequest): Promise<EndTaskResponse>;
  failTask(request: FailTaskRequest): Promise<EndTaskResponse>;

  heartbeatWorker(request: HeartbeatWorkerRequest): Promise<Nothing>;

  putSchedule(request: PutScheduleRequest): Promise<PutScheduleResponse>;
  getSchedule(request: ScheduleAddress): Promise<GetScheduleResponse>;
  deleteSchedule(request: ScheduleAddress): Promise<Nothing>;
};

/** What has to be done now and then, by any number of replicas at once. */
export type Sweeps = {
  fireTimers(request: SweepRequest): Promise<SweepResponse>;
  expirePromises(request: SweepRequest): Promise<SweepResponse>;
  expireDeadlines(request: SweepRequest): Promise<SweepResponse>;
  reclaimLeases(request: SweepRequest): Promise<SweepResponse>;
  deliverChildEnds(request: SweepRequest): Promise<SweepResponse>;
  cancelChildren(request: SweepRequest): Promise<SweepResponse>;
  runSchedules(request: SweepRequest): Promise<SweepResponse>;
  forgetKeys(request: SweepRequest): Promise<SweepResponse>;
};
