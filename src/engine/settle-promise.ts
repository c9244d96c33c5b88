import type { EventBody } from '../events/index.ts';
import { isSettledAs, type PromiseAddress, type Settlement, settlePromise } from '../store/index.ts';
import type { EnginePorts } from './engine.ts';
import { EngineError } from './engine-error.ts';
import type { SettlePromiseResponse } from './operations.ts';
import { endAwaited, lockById } from './tell-workflow.ts';

/**
 * Settles a promise of a workflow, once.
 *
 * @throws {EngineError} NOT_FOUND when the workflow has no such promise, or not yet.
 */
export function settle(
  { sql }: EnginePorts,
  promise: PromiseAddress,
  settlement: Settlement,
  event: EventBody,
): Promise<SettlePromiseResponse> {
  const { workflowId, name } = promise;
  return sql.transaction(async (session): Promise<SettlePromiseResponse> => {
    const missing = new EngineError('NOT_FOUND', name, `workflow ${workflowId} has no promise ${name}`);
    const workflow = await lockById(session, workflowId);
    if (!workflow) throw missing; // without the lock, it could be there a moment later
    const told = await endAwaited(session, workflow, event, (ignored) =>
      settlePromise(session, promise, settlement, ignored),
    );
    if (told) return { type: told };
    const isSame = await isSettledAs(session, promise, settlement);
    if (isSame === undefined) throw missing;
    return { type: isSame ? 'REPEATED' : 'SETTLED' };
  });
}
