import type { OperationResult } from './command.ts';
import type { Failure } from './failure.ts';
import type { Json } from './json.ts';

type Event<Type extends string, Data = Record<string, never>> = {
  readonly type: Type;
  readonly data: Readonly<Data>;
};
type Task<Type extends string, Data = unknown> = Event<Type, { taskId: string } & Data>;
type Timer<Type extends string, Data = unknown> = Event<Type, { timerId: string } & Data>;
type Promised<Type extends string, Data = unknown> = Event<Type, { name: string } & Data>;
type Child<Type extends string, Data = unknown> = Event<Type, { childId: string } & Data>;

/** What an event says, before history gives it a sequence number. */
export type EventBody =
  | Event<'WORKFLOW_STARTED', { kind: string; input?: Json; parentId?: string }>
  /** `seen`: the newest event that the activation saw. */
  | Event<'WORKFLOW_SUSPENDED', { seen?: number }>
  | Event<'WORKFLOW_COMPLETED', { output?: Json }>
  | Event<'WORKFLOW_FAILED', { error: Failure }>
  | Event<'CANCELLATION_REQUESTED', { reason?: string }>
  | Event<'WORKFLOW_CANCELLED'>
  | Task<'TASK_SCHEDULED', { kind: string; input?: Json }>
  | Task<'TASK_COMPLETED', { output?: Json }>
  | Task<'TASK_FAILED', { error: Failure }>
  | Task<'TASK_CANCELLED'>
  /** `fireAt` in milliseconds since the Unix epoch. */
  | Timer<'TIMER_STARTED', { fireAt: number }>
  | Timer<'TIMER_FIRED'>
  | Timer<'TIMER_CANCELLED'>
  | Promised<'PROMISE_CREATED'>
  | Promised<'PROMISE_RESOLVED', { value?: Json }>
  | Promised<'PROMISE_REJECTED', { error: Failure }>
  | Promised<'PROMISE_TIMED_OUT'>
  | Child<'CHILD_WORKFLOW_INITIATED', { kind: string; input?: Json }>
  | Child<'CHILD_WORKFLOW_STARTED'>
  | Child<'CHILD_WORKFLOW_COMPLETED', { output?: Json }>
  | Child<'CHILD_WORKFLOW_FAILED', { error: Failure }>
  | Child<'CHILD_WORKFLOW_CANCELLED'>
  | Event<'SIGNAL_RECEIVED', { name: string; payload?: Json }>
  | Event<'OPERATION_COMPLETED', { position: number; name: string; result: OperationResult }>
  | Event<'STATE_SET', { key: string; value: Json }>
  | Event<'STATE_CLEARED', { key: string }>;

/** One entry of a workflow's history. */
export type WorkflowEvent = EventBody & {
  /** Position in the history: 1, 2, 3, … without gaps. */
  readonly sequence: number;
  /** Of the transaction that appended it, in milliseconds since the Unix epoch. */
  readonly time: number;
};

export type EventType = EventBody['type'];

/** Events after which a workflow's history has ended. */
export const TERMINAL_WORKFLOW_EVENTS: ReadonlySet<EventType> = new Set([
  'WORKFLOW_COMPLETED',
  'WORKFLOW_FAILED',
  'WORKFLOW_CANCELLED',
]);

/** Events after which a task's result is known. */
export const TERMINAL_TASK_EVENTS: ReadonlySet<EventType> = new Set([
  'TASK_COMPLETED',
  'TASK_FAILED',
  'TASK_CANCELLED',
]);
