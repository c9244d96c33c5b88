import { isWorkflowEnded, type RetryPolicy } from '../events/index.ts';
import type { Random } from '../ports/index.ts';
import {
  appendEvents,
  failAttempt,
  lockTask,
  lockWorkflowOfTask,
  retryAttempt,
  wakeWorkflow,
} from '../store/index.ts';
import type { EnginePorts } from './engine.ts';
import { EngineError } from './engine-error.ts';
import type { EndTaskResponse, FailTaskRequest } from './operations.ts';
import { unheldAttempt } from './unheld-attempt.ts';

/**
 * Records a failed attempt: the task is tried again later, or, when it may not be, its TASK_FAILED event and the
 * workflow's wake-up are written, once.
 *
 * @throws {EngineError} NOT_FOUND when there is no such task.
 */
export function failTask({ sql, random }: EnginePorts, request: FailTaskRequest): Promise<EndTaskResponse> {
  const { taskId, attempt, error, retryable } = request;
  return sql.transaction(async (session) => {
    const workflow = await lockWorkflowOfTask(session, taskId);
    const task = await lockTask(session, taskId);
    if (!task) throw new EngineError('NOT_FOUND', taskId, `there is no task ${taskId}`);
    if (retryable && attempt <= task.retries) {
      const delay = retryDelay(task, attempt, random);
      if (await retryAttempt(session, request, error, delay)) return { type: 'RETRYING' };
      return await unheldAttempt(session, request, 'PENDING');
    }
    const ignored = workflow !== undefined && isWorkflowEnded(workflow.status);
    if (!(await failAttempt(session, request, error, ignored))) {
      return await unheldAttempt(session, request, 'FAILED');
    }
    if (workflow === undefined) return { type: 'RECORDED' };
    if (ignored) return { type: 'IGNORED' };
    await appendEvents(session, workflow.id, [{ type: 'TASK_FAILED', data: { taskId, error } }]);
    await wakeWorkflow(session, workflow.id);
    return { type: 'RECORDED' };
  });
}

/** Exponential backoff with a cap, of which a random half to whole is waited, so that failures spread out. */
function retryDelay(policy: Omit<RetryPolicy, 'retries'>, attempt: number, random: Random): number {
  const full = Math.min(policy.initialDelay * 2 ** (attempt - 1), policy.maxDelay);
  return Math.round(full * (0.5 + random.fraction() / 2));
}
