import { isWorkflowEnded } from '../events/index.ts';
import { appendEvents, lockWorkflow, setCancelRequested, setWorkflowCancelled } from '../store/index.ts';
import { deliverChildEnd } from './deliver-child-ends.ts';
import type { EnginePorts } from './engine.ts';
import { EngineError } from './engine-error.ts';
import type { CancelWorkflowRequest, CancelWorkflowResponse } from './operations.ts';

/**
 * Asks a workflow to cancel: its code is told, and ends it. A workflow whose code has never run ends at once.
 *
 * @throws {EngineError} NOT_FOUND when there is no such workflow.
 */
export async function cancelWorkflow(
  ports: EnginePorts,
  { workflowId, reason }: CancelWorkflowRequest,
): Promise<CancelWorkflowResponse> {
  const response = await ports.sql.transaction(async (session): Promise<CancelWorkflowResponse> => {
    const workflow = await lockWorkflow(session, workflowId);
    if (!workflow) throw new EngineError('NOT_FOUND', workflowId, `there is no workflow ${workflowId}`);
    if (workflow.cancelRequested) return { type: 'REPEATED' };
    if (isWorkflowEnded(workflow.status)) return { type: 'IGNORED' };
    const data = reason === undefined ? {} : { reason };
    const hasBegun = workflow.status !== 'PENDING' || workflow.submittedToken !== null;
    if (hasBegun) {
      await appendEvents(session, workflowId, [{ type: 'CANCELLATION_REQUESTED', data }]);
      await setCancelRequested(session, workflowId);
      return { type: 'REQUESTED' };
    }
    await appendEvents(session, workflowId, [
      { type: 'CANCELLATION_REQUESTED', data },
      { type: 'WORKFLOW_CANCELLED', data: {} },
    ]);
    await setWorkflowCancelled(session, workflowId);
    return { type: 'CANCELLED' };
  });
  if (response.type === 'CANCELLED') await deliverChildEnd(ports, workflowId);
  return response;
}
