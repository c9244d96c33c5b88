import type { CompleteTaskRequest } from '../../src/engine/index.ts';
import type { Json } from '../../src/events/index.ts';
import { isUniqueViolation, type Sql } from '../../src/ports/index.ts';

/*
 * The statements of the completion handler that lost completions: each one right by itself, each one a transaction of
 * its own, and no lock held between them.
 */

/** Sets a task COMPLETED. @returns its workflow. */
export async function setTaskCompleted(sql: Sql, { taskId, output }: CompleteTaskRequest): Promise<string> {
  const rows = await sql.query<{ workflowId: string }>(
    `update task_execution set status = 'COMPLETED', output = $2::jsonb where id = $1
     returning workflow_id as "workflowId"`,
    [taskId, output === undefined ? null : JSON.stringify(output)],
  );
  const row = rows[0];
  if (!row) throw new Error(`no task ${taskId}`);
  return row.workflowId;
}

/** Reads where a workflow's history ends now. */
export async function readLastSequence(sql: Sql, workflowId: string): Promise<number> {
  const rows = await sql.query<{ sequence: number }>(
    'select coalesce(max(sequence), 0) as sequence from workflow_event where workflow_id = $1',
    [workflowId],
  );
  return rows[0]?.sequence ?? 0;
}

/** Inserts TASK_COMPLETED under a given sequence. @returns false if the sequence is taken. */
export async function insertCompletion(
  sql: Sql,
  workflowId: string,
  sequence: number,
  { taskId, output }: CompleteTaskRequest,
): Promise<boolean> {
  const data: Json = output === undefined ? { taskId } : { taskId, output };
  try {
    await sql.query(
      `insert into workflow_event (workflow_id, sequence, type, data) values ($1, $2, 'TASK_COMPLETED', $3::jsonb)`,
      [workflowId, sequence, JSON.stringify(data)],
    );
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}
