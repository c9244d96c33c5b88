import { extendLease, lockTask } from '../store/index.ts';
import type { EnginePorts } from './engine.ts';
import { EngineError } from './engine-error.ts';
import type { HeartbeatRequest, HeartbeatResponse } from './operations.ts';

/**
 * Keeps an attempt's lease, and tells the attempt whether it is still of use.
 *
 * @throws {EngineError} NOT_FOUND when there is no such task.
 */
export function heartbeat({ sql }: EnginePorts, request: HeartbeatRequest): Promise<HeartbeatResponse> {
  const { taskId, leaseMs, progress } = request;
  return sql.transaction(async (session) => {
    if (await extendLease(session, request, leaseMs, progress)) return { type: 'EXTENDED' };
    const task = await lockTask(session, taskId);
    if (!task) throw new EngineError('NOT_FOUND', taskId, `there is no task ${taskId}`);
    return { type: task.status === 'CANCELLED' ? 'CANCELLED' : 'STALE' };
  });
}
