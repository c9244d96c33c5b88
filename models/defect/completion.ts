import type { CompleteTaskRequest, EndTaskResponse, Operations } from '../../src/engine/index.ts';
import { isWorkflowEnded, type WorkflowStatus } from '../../src/events/index.ts';
import type { Sql, SqlPool } from '../../src/ports/index.ts';
import { appendEvents, lockWorkflowOfTask, wakeWorkflow } from '../../src/store/index.ts';

/*
 * The parts of a completion, each one right, for defects that put them together wrongly.
 */

/** Appends TASK_COMPLETED to a workflow's history. The caller holds the lock on its row. */
export async function appendCompletion(
  sql: Sql,
  workflowId: string,
  { taskId, output }: CompleteTaskRequest,
): Promise<void> {
  const data = output === undefined ? { taskId } : { taskId, output };
  await appendEvents(sql, workflowId, [{ type: 'TASK_COMPLETED', data }]);
}

/** Ends an attempt with its result, unless its row says that it does not count. @returns whether it counts */
export type SetCompleted = (session: Sql, ignored: boolean) => Promise<boolean>;

/** What a defect does otherwise than a completion that is right. */
type Otherwise = {
  readonly setCompleted: SetCompleted;
  /** Whether the workflow has ended, so that its history stays as it is. */
  readonly isEnded?: (status: WorkflowStatus) => boolean;
};

/** A whole completion, right but for what it is given. What its guard does not let through, the engine answers. */
export async function completeBy(
  engine: Operations,
  pool: SqlPool,
  request: CompleteTaskRequest,
  { setCompleted, isEnded = isWorkflowEnded }: Otherwise,
): Promise<EndTaskResponse> {
  const answer = await pool.transaction(async (session): Promise<EndTaskResponse | undefined> => {
    const workflow = await lockWorkflowOfTask(session, request.taskId);
    const ignored = workflow !== undefined && isEnded(workflow.status);
    if (!(await setCompleted(session, ignored))) return undefined;
    if (workflow === undefined) return { type: 'RECORDED' };
    if (ignored) return { type: 'IGNORED' };
    await appendCompletion(session, workflow.id, request);
    await wakeWorkflow(session, workflow.id);
    return { type: 'RECORDED' };
  });
  return answer ?? (await engine.completeTask(request));
}
