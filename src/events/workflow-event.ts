import type { Failure } from './failure.ts';
import type { Json } from './json.ts';

/** What an event says, before history gives it a sequence number. */
export type EventBody =
  | { readonly type: 'WORKFLOW_STARTED'; readonly data: { readonly kind: string; readonly input?: Json } }
  | { readonly type: 'WORKFLOW_SUSPENDED'; readonly data: Record<string, never> }
  | { readonly type: 'WORKFLOW_COMPLETED'; readonly data: { readonly output?: Json } }
  | { readonly type: 'WORKFLOW_FAILED'; readonly data: { readonly error: Failure } }
  | {
      readonly type: 'TASK_SCHEDULED';
      readonly data: { readonly taskId: string; readonly kind: string; readonly input?: Json };
    }
  | { readonly type: 'TASK_COMPLETED'; readonly data: { readonly taskId: string; readonly output?: Json } }
  | { readonly type: 'TASK_FAILED'; readonly data: { readonly taskId: string; readonly error: Failure } };

/** One entry of a workflow's history. */
export type WorkflowEvent = EventBody & {
  /** Position in the history: 1, 2, 3, … without gaps. */
  readonly sequence: number;
};

export type EventType = EventBody['type'];

/** Events after which a workflow's history has ended. */
export const TERMINAL_WORKFLOW_EVENTS: ReadonlySet<EventType> = new Set([
  'WORKFLOW_COMPLETED',
  'WORKFLOW_FAILED',
]);

/** Events after which a task's result is known. */
export const TERMINAL_TASK_EVENTS: ReadonlySet<EventType> = new Set(['TASK_COMPLETED', 'TASK_FAILED']);
