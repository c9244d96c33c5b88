import { type EventBody, isWorkflowEnded, type WorkflowStatus } from '../events/index.ts';
import type { Sql } from '../ports/index.ts';
import { appendEvents, lockWorkflow, wakeWorkflow } from '../store/index.ts';

/** What came of telling a workflow something. */
export type Told = 'RECORDED' | 'IGNORED';

/**
 * Appends an event to the history of a workflow that has not ended, and wakes it. The caller holds the lock on its row.
 */
export async function tellWorkflow(sql: Sql, workflowId: string, event: EventBody): Promise<void> {
  await appendEvents(sql, workflowId, [event]);
  await wakeWorkflow(sql, workflowId);
}

/**
 * Ends something that a workflow waits for, in a transaction that holds the lock on the workflow's row: first the row of
 * that thing, which says whether it is still to be ended, then the event. After the workflow's end the row alone.
 *
 * @param end sets the row, `ignored` after the workflow's end. @returns false if it is ended already
 * @returns undefined if there was nothing to end
 */
export async function endAwaited(
  sql: Sql,
  workflow: { readonly id: string; readonly status: WorkflowStatus },
  event: EventBody,
  end: (ignored: boolean) => Promise<boolean>,
): Promise<Told | undefined> {
  const ignored = isWorkflowEnded(workflow.status);
  if (!(await end(ignored))) return undefined;
  if (ignored) return 'IGNORED';
  await tellWorkflow(sql, workflow.id, event);
  return 'RECORDED';
}

/** Locks a workflow by its id. @returns undefined if there is none */
export async function lockById(
  sql: Sql,
  id: string,
): Promise<{ readonly id: string; readonly status: WorkflowStatus } | undefined> {
  const workflow = await lockWorkflow(sql, id);
  return workflow && { id, status: workflow.status };
}
