import type { EnginePorts } from './engine.ts';
import type { ResolvePromiseRequest, SettlePromiseResponse } from './operations.ts';
import { settle } from './settle-promise.ts';

/**
 * Resolves a promise that a workflow has created.
 *
 * @throws {EngineError} NOT_FOUND when the workflow has no such promise, or not yet.
 */
export function resolvePromise(
  ports: EnginePorts,
  { workflowId, name, ...rest }: ResolvePromiseRequest,
): Promise<SettlePromiseResponse> {
  const value = rest.value === undefined ? {} : { value: rest.value };
  return settle(
    ports,
    { workflowId, name },
    { status: 'RESOLVED', ...value },
    { type: 'PROMISE_RESOLVED', data: { name, ...value } },
  );
}
