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

/** What a workflow asks for when an activation ends. */
export type Command = {
  readonly type: 'SCHEDULE_TASK';
  /** Derived from the workflow's id and the call's position, so that it is the same at every replay. */
  readonly taskId: string;
  readonly kind: string;
  readonly input?: Json;
  readonly queue: string;
  readonly retry: RetryPolicy;
};

/** How an activation ended. */
export type Outcome =
  | { readonly type: 'SUSPENDED' }
  | { readonly type: 'COMPLETED'; readonly output?: Json }
  | { readonly type: 'FAILED'; readonly error: Failure };
