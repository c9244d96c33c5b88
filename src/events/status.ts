/**
 * Life of a workflow: PENDING → (polled) RUNNING → (submitted) WAITING, COMPLETED or FAILED;
 * WAITING → (an event it could want) PENDING.
 */
export type WorkflowStatus = 'PENDING' | 'RUNNING' | 'WAITING' | 'COMPLETED' | 'FAILED';

/** Life of a task: PENDING → (polled) RUNNING → COMPLETED or FAILED; a failed attempt with retries left → PENDING. */
export type TaskStatus = 'PENDING' | 'RUNNING' | 'COMPLETED' | 'FAILED';

/** Whether a workflow in this status has ended. */
export function isWorkflowEnded(status: WorkflowStatus): boolean {
  return status === 'COMPLETED' || status === 'FAILED';
}

/** Whether a task in this status has ended. */
export function isTaskEnded(status: TaskStatus): boolean {
  return status === 'COMPLETED' || status === 'FAILED';
}
