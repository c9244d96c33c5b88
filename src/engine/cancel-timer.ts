import { isWorkflowEnded } from '../events/index.ts';
import { setTimersCancelled, timerStatus } from '../store/index.ts';
import type { EnginePorts } from './engine.ts';
import { EngineError } from './engine-error.ts';
import type { CancelResponse, CancelTimerRequest } from './operations.ts';
import { lockById, tellWorkflow } from './tell-workflow.ts';

/**
 * Cancels a timer that has not fired.
 *
 * @throws {EngineError} NOT_FOUND when there is no such workflow or timer.
 */
export function cancelTimer({ sql }: EnginePorts, request: CancelTimerRequest): Promise<CancelResponse> {
  const { workflowId, timerId } = request;
  return sql.transaction(async (session) => {
    const workflow = await lockById(session, workflowId);
    const status = await timerStatus(session, request);
    if (!workflow || !status) {
      throw new EngineError('NOT_FOUND', timerId, `workflow ${workflowId} has no timer ${timerId}`);
    }
    if (status === 'CANCELLED') return { type: 'REPEATED' };
    if (status === 'FIRED' || isWorkflowEnded(workflow.status)) return { type: 'IGNORED' };
    await setTimersCancelled(session, workflowId, [timerId]);
    await tellWorkflow(session, workflowId, { type: 'TIMER_CANCELLED', data: { timerId } });
    return { type: 'CANCELLED' };
  });
}
