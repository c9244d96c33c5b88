/**
 * Life of a workflow: PENDING → (polled) RUNNING → (submitted) WAITING, COMPLETED, FAILED or CANCELLED;
 * WAITING → (an event it could want) PENDING. One that is asked to cancel is CANCELLING wherever it would be PENDING.
 */
export const WORKFLOW_STATUSES = [
  'PENDING',
  'RUNNING',
  'WAITING',
  'CANCELLING',
  'COMPLETED',
  'FAILED',
  'CANCELLED',
] as const;
export type WorkflowStatus = (typeof WORKFLOW_STATUSES)[number];

/**
 * Life of a task: PENDING → (polled) RUNNING → COMPLETED, FAILED or CANCELLED; a failed attempt with retries left →
 * PENDING; PENDING → CANCELLED.
 */
export type TaskStatus = 'PENDING' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELLED';

export type TimerStatus = 'STARTED' | 'FIRED' | 'CANCELLED';
export type PromiseStatus = 'CREATED' | 'RESOLVED' | 'REJECTED' | 'TIMED_OUT';

/** Life of a child, as its parent knows it: it is STARTED in the transaction that asks for it. */
export type ChildStatus = 'STARTED' | 'COMPLETED' | 'FAILED' | 'CANCELLED';

const ENDED: ReadonlySet<string> = new Set(['COMPLETED', 'FAILED', 'CANCELLED']);

/** Whether a workflow in this status has ended. */
export function isWorkflowEnded(status: WorkflowStatus): boolean {
  return ENDED.has(status);
}

/** Whether a task in this status has ended. */
export function isTaskEnded(status: TaskStatus): boolean {
  return ENDED.has(status);
}
