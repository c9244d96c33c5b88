import { isWorkflowEnded } from '../events/index.ts';
import { completeAttempt, lockWorkflowOfTask } from '../store/index.ts';
import type { EnginePorts } from './engine.ts';
import type { CompleteTaskRequest, EndTaskResponse } from './operations.ts';
import { tellWorkflow } from './tell-workflow.ts';
import { unheldAttempt } from './unheld-attempt.ts';

/**
 * Records a task's result: the task's row, its TASK_COMPLETED event and the workflow's wake-up, in one transaction
 * under the lock on the workflow's row, so that completions of one workflow take their turns.
 *
 * @throws {EngineError} NOT_FOUND when there is no such task.
 */
export function completeTask({ sql }: EnginePorts, request: CompleteTaskRequest): Promise<EndTaskResponse> {
  const { taskId, output } = request;
  return sql.transaction(async (session) => {
    const workflow = await lockWorkflowOfTask(session, taskId);
    const ignored = workflow !== undefined && isWorkflowEnded(workflow.status);
    if (!(await completeAttempt(session, request, output, ignored))) {
      return await unheldAttempt(session, request, 'COMPLETED');
    }
    if (workflow === undefined) return { type: 'RECORDED' };
    if (ignored) return { type: 'IGNORED' };
    const data = output === undefined ? { taskId } : { taskId, output };
    await tellWorkflow(session, workflow.id, { type: 'TASK_COMPLETED', data });
    return { type: 'RECORDED' };
  });
}
