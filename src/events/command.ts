import type { Failure } from './failure.ts';
import type { Json } from './json.ts';

/** How a task is retried. Delays are in milliseconds: `initialDelay`, doubled at each attempt up to `maxDelay`. */
export type RetryPolicy = {
  /** Attempts after the first one. */
  readonly retries: number;
  readonly initialDelay: number;
  readonly maxDelay: number;
};

export const DEFAULT_RETRY: RetryPolicy = { retries: 3, initialDelay: 1_000, maxDelay: 60_000 };

/** A task to be run. */
export type ScheduleTask = {
  readonly type: 'SCHEDULE_TASK';
  /** Derived from the workflow's id and the call's position, so that it is the same at every replay. */
  readonly taskId: string;
  readonly kind: string;
  readonly input?: Json;
  readonly queue: string;
  readonly retry: RetryPolicy;
  /** From now to the task's end, all attempts together, in milliseconds; for ever, if absent. */
  readonly timeoutMs?: number;
};

/** A workflow to be started as another one's child. */
export type StartChild = {
  readonly type: 'START_CHILD';
  readonly childId: string;
  readonly kind: string;
  readonly input?: Json;
  readonly queue: string;
};

/** When a timer is to fire: so many milliseconds from now, or at a time in milliseconds since the Unix epoch. */
export type FireTime = { readonly delayMs: number } | { readonly fireAt: number };

/** What a workflow asks for when an activation ends. */
export type Command =
  | ScheduleTask
  | { readonly type: 'CANCEL_TASK'; readonly taskId: string }
  | ({ readonly type: 'START_TIMER'; readonly timerId: string } & FireTime)
  | { readonly type: 'CANCEL_TIMER'; readonly timerId: string }
  /** `timeoutMs` from now; it stays open for ever, if absent. */
  | { readonly type: 'CREATE_PROMISE'; readonly name: string; readonly timeoutMs?: number }
  | StartChild
  | { readonly type: 'CANCEL_CHILD'; readonly childId: string }
  /** `position`: which operation of the workflow it is, counted from 1 in the order of the calls. */
  | {
      readonly type: 'RECORD_OPERATION';
      readonly position: number;
      readonly name: string;
      readonly result: OperationResult;
    }
  | { readonly type: 'SET_STATE'; readonly key: string; readonly value: Json }
  | { readonly type: 'CLEAR_STATE'; readonly key: string };

/** What came of an operation that a workflow ran in place. */
export type OperationResult = { readonly output?: Json } | { readonly error: Failure };

/** How an activation ended. */
export type Outcome =
  | { readonly type: 'SUSPENDED' }
  | { readonly type: 'COMPLETED'; readonly output?: Json }
  | { readonly type: 'FAILED'; readonly error: Failure }
  | { readonly type: 'CANCELLED' };
