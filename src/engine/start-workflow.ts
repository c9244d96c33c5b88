import { appendEvents, claimIdempotencyKey, insertWorkflow } from '../store/index.ts';
import type { EnginePorts } from './engine.ts';
import { EngineError } from './engine-error.ts';
import type { StartWorkflowRequest, StartWorkflowResponse } from './operations.ts';

/**
 * Starts a workflow: its row and its first event, in one transaction.
 *
 * @throws {EngineError} ALREADY_EXISTS when the id is taken, unless by this very idempotency key.
 */
export function startWorkflow(
  { sql }: EnginePorts,
  request: StartWorkflowRequest,
): Promise<StartWorkflowResponse> {
  const { id, kind, queue, priority = 0, input, idempotencyKey } = request;
  return sql.transaction(async (session) => {
    if (idempotencyKey !== undefined) {
      const claim = { scope: `start-workflow/${kind}`, key: idempotencyKey, owner: id };
      const owner = await claimIdempotencyKey(session, claim);
      if (owner !== id) return { workflowId: owner, created: false };
    }
    if (!(await insertWorkflow(session, { id, kind, queue, priority, input }))) {
      if (idempotencyKey !== undefined) return { workflowId: id, created: false };
      throw new EngineError('ALREADY_EXISTS', id, `workflow ${id} exists already`);
    }
    const data = input === undefined ? { kind } : { kind, input };
    await appendEvents(session, id, [{ type: 'WORKFLOW_STARTED', data }]);
    return { workflowId: id, created: true };
  });
}
