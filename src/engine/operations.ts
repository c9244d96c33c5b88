import type { Command, Failure, Json, Outcome, WorkflowEvent, WorkflowStatus } from '../events/index.ts';
import type { Attempt, ClaimedTask } from '../store/index.ts';

export type StartWorkflowRequest = {
  readonly id: string;
  readonly kind: string;
  readonly queue: string;
  /** Higher is handed out first; 0 by default. */
  readonly priority?: number;
  readonly input?: Json;
  /** Requests for the same kind with the same key start one workflow, and are all told its id. */
  readonly idempotencyKey?: string;
};
export type StartWorkflowResponse = { readonly workflowId: string; readonly created: boolean };

/** What a worker is able to do, and how long it may take before somebody else gets the work. */
export type PollRequest = {
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

export type GetEventsRequest = { readonly workflowId: string; readonly after: number };
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

/** Everything that clients and workers ask of the engine. */
export type Operations = {
  startWorkflow(request: StartWorkflowRequest): Promise<StartWorkflowResponse>;
  pollWorkflow(request: PollRequest): Promise<PollWorkflowResponse>;
  getEvents(request: GetEventsRequest): Promise<GetEventsResponse>;
  submitCommands(request: SubmitCommandsRequest): Promise<SubmitCommandsResponse>;
  pollTask(request: PollRequest): Promise<PollTaskResponse>;
  completeTask(request: CompleteTaskRequest): Promise<EndTaskResponse>;
  failTask(request: FailTaskRequest): Promise<EndTaskResponse>;
};
