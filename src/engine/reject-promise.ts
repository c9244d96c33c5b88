import type { EnginePorts } from './engine.ts';
import type { RejectPromiseRequest, SettlePromiseResponse } from './operations.ts';
import { settle } from './settle-promise.ts';

/**
 * Rejects a promise that a workflow has created.
 *
 * @throws {EngineError} NOT_FOUND when the workflow has no such promise, or not yet.
 */
export function rejectPromise(
  ports: EnginePorts,
  { workflowId, name, error }: RejectPromiseRequest,
): Promise<SettlePromiseResponse> {
  return settle(
    ports,
    { workflowId, name },
    { status: 'REJECTED', error },
    { type: 'PROMISE_REJECTED', data: { name, error } },
  );
}
