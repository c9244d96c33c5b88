import { appendEvents, claimIdempotencyKey, insertWorkflow } from '../store/index.ts';
import type { EnginePorts } from './engine.ts';
import { EngineError } from './engine-error.ts';
import type { StartWorkflowRequest, StartWorkflowResponse } from './operations.ts';

/**
 * Starts a workflow: its row and its first event, in one transaction.
 *
 * @throws {EngineError} ALREADY_EXISTS when the id is taken and the request is no repetition.
 */
export function startWorkflow(
  { sql }: EnginePorts,
  request: StartWorkflowRequest,
): Promise<StartWorkflowResponse> {
  const { id, kind, queue, priority = 0, input, idempotencyKey } = request;
  return sql.transaction(async (session) => {
    if (idempotencyKey !== undefined) {
      const claim = { scope: `start-workflow/${kind}`, key: idempotencyKey, owner: id };
      const { owner, isNew } = await claimIdempotencyKey(session, claim);
      if (!isNew) return { workflowId: owner, created: false };
    }
    if (!(await insertWorkflow(session, { id, kind, queue, priority, input }))) {
      throw new EngineError('ALREADY_EXISTS', id, `workflow ${id} exists already`);
    }
    const data = input === undefined ? { kind } : { kind, input };
    await appendEvents(session, id, [{ type: 'WORKFLOW_STARTED', data }]);
    return { workflowId: id, created: true };
  });
}
