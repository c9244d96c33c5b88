import type { TaskStatus } from '../events/index.ts';
import type { Sql } from '../ports/index.ts';
import { type Attempt, lockTask } from '../store/index.ts';
import { EngineError } from './engine-error.ts';
import type { EndTaskResponse } from './operations.ts';

/**
 * What to tell an attempt that does not hold its task's lease: that its answer was accepted before (its token is
 * still the task's latest and the task is where that answer left it), or that it is stale.
 *
 * @throws {EngineError} NOT_FOUND when there is no such task.
 */
export async function unheldAttempt(
  session: Sql,
  { taskId, attempt, token }: Attempt,
  ...expected: readonly TaskStatus[]
): Promise<EndTaskResponse> {
  const task = await lockTask(session, taskId);
  if (!task) throw new EngineError('NOT_FOUND', taskId, `there is no task ${taskId}`);
  const isLatest = task.attempt === attempt && task.token === token;
  return { type: isLatest && expected.includes(task.status) ? 'REPEATED' : 'STALE' };
}
