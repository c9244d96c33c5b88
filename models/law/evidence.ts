import type { EndTaskResponse } from '../../src/engine/index.ts';
import type {
  ChildStatus,
  EventType,
  PromiseStatus,
  TaskStatus,
  TimerStatus,
  WorkflowStatus,
} from '../../src/events/index.ts';

/** A row of something that a workflow waits for. */
export type Awaited<Status> = {
  readonly id: string;
  /** Null for a task of no workflow. */
  readonly workflowId: string | null;
  readonly status: Status;
  /** It ended after its workflow had: kept with its row, not in the history. */
  readonly ignored: boolean;
};

/** A call that was answered. Steps are counted from 1. */
export type Call = {
  readonly operation: string;
  readonly request: unknown;
  readonly answer: unknown;
  /** Whether the answer is an error. */
  readonly isRefused: boolean;
  /** The step in which the request was delivered, and that in which its answer was. */
  readonly calledAt: number;
  readonly answeredAt: number;
  /** The same in virtual time, in milliseconds since the Unix epoch. */
  readonly calledAtMs: number;
  readonly answeredAtMs: number;
};

/** What laws look at in an event: whom it is about, and for the end of an activation what that had seen. */
export type EventData = {
  readonly seen?: number;
  readonly taskId?: string;
  readonly timerId?: string;
  readonly childId?: string;
  readonly name?: string;
};

/** What a run left behind, as far as laws look at it. */
export type Evidence = {
  readonly workflows: readonly { readonly id: string; readonly status: WorkflowStatus }[];
  readonly tasks: readonly (Awaited<TaskStatus> & {
    readonly attempt: number;
    readonly retries: number;
  })[];
  readonly timers: readonly Awaited<TimerStatus>[];
  readonly promises: readonly Awaited<PromiseStatus>[];
  readonly children: readonly Awaited<ChildStatus>[];
  /** Ordered by workflow and sequence. */
  readonly events: readonly {
    readonly workflowId: string;
    readonly sequence: number;
    readonly type: EventType;
    readonly data: EventData;
  }[];
  /** What workers were told of the results they reported, in order. */
  readonly acknowledged: readonly {
    readonly operation: 'completeTask' | 'failTask';
    readonly taskId: string;
    readonly answer: EndTaskResponse['type'];
  }[];
  /** Calls over the network that were answered, in the order of their answers. */
  readonly calls: readonly Call[];
  /** Calls that reached a server, and whose callers were told nothing of what came of them. */
  readonly unanswered: readonly Pick<Call, 'operation' | 'request' | 'calledAt'>[];
  /** Handlers that ran into a deadlock (SQLSTATE 40P01), and answered as if nothing had been. */
  readonly unreportedDeadlocks: readonly string[];
  /** Answers that are errors, though the engine does not refuse and nothing was made to go wrong with their handlers. */
  readonly unprovokedErrors: readonly {
    readonly handler: string;
    readonly operation: string;
    readonly message: string;
  }[];
  /** Actors that have begun a transaction and not ended it. */
  readonly openTransactions: readonly string[];
  /** Kinds of sweeps, and how often in a row, at most, one did nothing and asked for the next one at once. */
  readonly vainSweeps: readonly { readonly sweep: string; readonly times: number }[];
  /** Histories that the workflow's code does not replay, and how it differs. */
  readonly replayFailures: readonly { readonly workflowId: string; readonly problem: string }[];
  /** Clients whose scenario ended otherwise than it must, and how. */
  readonly failures: readonly { readonly actor: string; readonly message: string }[];
  /** How the run ended: `finished` when every actor had ended. */
  readonly end: 'finished' | 'stuck' | 'exhausted';
  /** Virtual milliseconds that passed. */
  readonly elapsedMs: number;
};
