import type { Sql } from '../ports/index.ts';
import { beginHistories, claimIdempotencyKey, insertWorkflow } from '../store/index.ts';
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
  const { id, kind, idempotencyKey } = request;
  return sql.transaction(async (session) => {
    if (idempotencyKey !== undefined) {
      const claim = { scope: `start-workflow/${kind}`, key: idempotencyKey, owner: id };
      const { owner, isNew } = await claimIdempotencyKey(session, claim);
      if (!isNew) return { workflowId: owner, created: false };
    }
    if (!(await createWorkflow(session, request))) {
      throw new EngineError('ALREADY_EXISTS', id, `workflow ${id} exists already`);
    }
    return { workflowId: id, created: true };
  });
}

/** Creates a workflow with its history. @returns false if the id is taken. */
export async function createWorkflow(session: Sql, request: StartWorkflowRequest): Promise<boolean> {
  const { id, kind, version, queue, priority = 0, input } = request;
  if (!(await insertWorkflow(session, { id, kind, version, queue, priority, input }))) return false;
  const data = input === undefined ? { kind } : { kind, input };
  await beginHistories(session, [{ workflowId: id, event: { type: 'WORKFLOW_STARTED', data } }]);
  return true;
}
