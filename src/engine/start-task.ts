import { claimIdempotencyKey, describeTask, insertTasks } from '../store/index.ts';
import type { EnginePorts } from './engine.ts';
import { EngineError } from './engine-error.ts';
import type { StartTaskRequest, StartTaskResponse } from './operations.ts';

/**
 * Starts a task that belongs to no workflow.
 *
 * @throws {EngineError} ALREADY_EXISTS when the id is taken and the request is no repetition.
 */
export function startTask({ sql }: EnginePorts, request: StartTaskRequest): Promise<StartTaskResponse> {
  const { id, idempotencyKey, ...task } = request;
  return sql.transaction(async (session) => {
    if (idempotencyKey !== undefined) {
      const claim = { scope: `start-task/${task.kind}`, key: idempotencyKey, owner: id };
      const { owner, isNew } = await claimIdempotencyKey(session, claim);
      if (!isNew) return { taskId: owner, created: false };
    }
    if (await describeTask(session, id)) {
      throw new EngineError('ALREADY_EXISTS', id, `task ${id} exists already`);
    }
    await insertTasks(session, null, [{ ...task, taskId: id }]);
    return { taskId: id, created: true };
  });
}
