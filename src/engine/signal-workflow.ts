import { isWorkflowEnded } from '../events/index.ts';
import type { Sql } from '../ports/index.ts';
import { claimIdempotencyKey, isKeyHeld, lockWorkflow } from '../store/index.ts';
import type { EnginePorts } from './engine.ts';
import { EngineError } from './engine-error.ts';
import type { Signal, SignalWorkflowRequest, SignalWorkflowResponse } from './operations.ts';
import { tellWorkflow } from './tell-workflow.ts';

/**
 * Sends a signal to a workflow: signals of one name reach its code in the order of their events.
 *
 * @throws {EngineError} NOT_FOUND when there is no such workflow.
 */
export function signalWorkflow(
  { sql }: EnginePorts,
  { workflowId, ...signal }: SignalWorkflowRequest,
): Promise<SignalWorkflowResponse> {
  return sql.transaction((session) => recordSignal(session, workflowId, signal));
}

/** Records a signal under the lock on the workflow's row. */
export async function recordSignal(
  session: Sql,
  workflowId: string,
  { name, payload, idempotencyKey }: Signal,
): Promise<SignalWorkflowResponse> {
  const workflow = await lockWorkflow(session, workflowId);
  if (!workflow) throw new EngineError('NOT_FOUND', workflowId, `there is no workflow ${workflowId}`);
  const scope = `signal/${workflowId}`;
  if (isWorkflowEnded(workflow.status)) {
    // Nothing is claimed any more: a signal that comes again is ignored again.
    const isRepeated = idempotencyKey !== undefined && (await isKeyHeld(session, scope, idempotencyKey));
    return { type: isRepeated ? 'REPEATED' : 'IGNORED' };
  }
  if (idempotencyKey !== undefined) {
    const claim = { scope, key: idempotencyKey, owner: workflowId };
    if (!(await claimIdempotencyKey(session, claim)).isNew) return { type: 'REPEATED' };
  }
  const data = payload === undefined ? { name } : { name, payload };
  await tellWorkflow(session, workflowId, { type: 'SIGNAL_RECEIVED', data });
  return { type: 'RECORDED' };
}
