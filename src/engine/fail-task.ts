import { type Failure, isWorkflowEnded, type RetryPolicy, type WorkflowStatus } from '../events/index.ts';
import type { Random, Sql } from '../ports/index.ts';
import {
  type Attempt,
  failAttempt,
  type LockedTask,
  lockTask,
  lockWorkflowOfTask,
  retryAttempt,
} from '../store/index.ts';
import type { EnginePorts } from './engine.ts';
import { EngineError } from './engine-error.ts';
import type { EndTaskResponse, FailTaskRequest } from './operations.ts';
import { tellWorkflow } from './tell-workflow.ts';
import { unheldAttempt } from './unheld-attempt.ts';

/**
 * Records a failed attempt: the task is tried again later, or, when it may not be, its TASK_FAILED event and the
 * workflow's wake-up are written, once.
 *
 * @throws {EngineError} NOT_FOUND when there is no such task.
 */
export function failTask({ sql, random }: EnginePorts, request: FailTaskRequest): Promise<EndTaskResponse> {
  const { taskId } = request;
  return sql.transaction(async (session) => {
    const workflow = await lockWorkflowOfTask(session, taskId);
    const task = await lockTask(session, taskId);
    if (!task) throw new EngineError('NOT_FOUND', taskId, `there is no task ${taskId}`);
    return await recordFailure(session, { ...request, workflow, task, random });
  });
}

/** Ends an attempt that failed. The caller holds the locks on the rows of the workflow, if there is one, and the task. */
export async function recordFailure(
  session: Sql,
  failed: Attempt & {
    readonly workflow: { readonly id: string; readonly status: WorkflowStatus } | undefined;
    readonly task: LockedTask;
    readonly error: Failure;
    readonly retryable: boolean;
    readonly random: Random;
  },
): Promise<EndTaskResponse> {
  const { taskId, attempt, workflow, task, error, retryable, random } = failed;
  if (retryable && attempt <= task.retries) {
    const delay = retryDelay(task, attempt, random);
    if (await retryAttempt(session, failed, error, delay)) return { type: 'RETRYING' };
    return await unheldAttempt(session, failed, 'PENDING');
  }
  const ignored = workflow !== undefined && isWorkflowEnded(workflow.status);
  if (!(await failAttempt(session, failed, error, ignored))) {
    return await unheldAttempt(session, failed, 'FAILED');
  }
  if (workflow === undefined) return { type: 'RECORDED' };
  if (ignored) return { type: 'IGNORED' };
  await tellWorkflow(session, workflow.id, { type: 'TASK_FAILED', data: { taskId, error } });
  return { type: 'RECORDED' };
}

/** Exponential backoff with a cap, of which a random half to whole is waited, so that failures spread out. */
function retryDelay(policy: Omit<RetryPolicy, 'retries'>, attempt: number, random: Random): number {
  const full = Math.min(policy.initialDelay * 2 ** (attempt - 1), policy.maxDelay);
  return Math.round(full * (0.5 + random.fraction() / 2));
}
