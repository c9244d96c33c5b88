import { describeTask } from '../store/index.ts';
import type { EnginePorts } from './engine.ts';
import { EngineError } from './engine-error.ts';
import type { GetTaskRequest, GetTaskResponse } from './operations.ts';

/**
 * Reads how a task stands.
 *
 * @throws {EngineError} NOT_FOUND when there is no such task.
 */
export async function getTask({ sql }: EnginePorts, { taskId }: GetTaskRequest): Promise<GetTaskResponse> {
  const task = await describeTask(sql, taskId);
  if (!task) throw new EngineError('NOT_FOUND', taskId, `there is no task ${taskId}`);
  const { workflowId, kind, queue, status, attempt, error } = task;
  return {
    taskId,
    kind,
    queue,
    status,
    attempt,
    ...(workflowId === null ? {} : { workflowId }),
    ...(task.hasProgress ? { progress: task.progress } : {}),
    ...(task.hasOutput ? { output: task.output } : {}),
    ...(error === null ? {} : { error }),
  };
}
