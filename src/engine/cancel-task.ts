import { isTaskEnded, isWorkflowEnded } from '../events/index.ts';
import { lockTask, lockWorkflowOfTask, setTaskCancelled } from '../store/index.ts';
import type { EnginePorts } from './engine.ts';
import { EngineError } from './engine-error.ts';
import type { CancelResponse, CancelTaskRequest } from './operations.ts';
import { tellWorkflow } from './tell-workflow.ts';

/**
 * Cancels a task that has not ended. An attempt that is under way is told at its next heartbeat; what it still reports
 * is stale.
 *
 * @throws {EngineError} NOT_FOUND when there is no such task.
 */
export function cancelTask({ sql }: EnginePorts, { taskId }: CancelTaskRequest): Promise<CancelResponse> {
  return sql.transaction(async (session) => {
    const workflow = await lockWorkflowOfTask(session, taskId);
    const ignored = workflow !== undefined && isWorkflowEnded(workflow.status);
    if (!(await setTaskCancelled(session, taskId, workflow?.id ?? null, ignored))) {
      const task = await lockTask(session, taskId);
      // One that has not ended was scheduled after its workflow was looked for: nobody has locked that.
      if (!task || !isTaskEnded(task.status))
        throw new EngineError('NOT_FOUND', taskId, `there is no task ${taskId}`);
      return { type: task.status === 'CANCELLED' ? 'REPEATED' : 'IGNORED' };
    }
    if (workflow === undefined || ignored) return { type: 'CANCELLED' };
    await tellWorkflow(session, workflow.id, { type: 'TASK_CANCELLED', data: { taskId } });
    return { type: 'CANCELLED' };
  });
}
