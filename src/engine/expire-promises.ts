import { duePromises, nextPromiseTimeout, type PromiseAddress, setPromiseTimedOut } from '../store/index.ts';
import type { EnginePorts } from './engine.ts';
import type { SweepRequest, SweepResponse } from './operations.ts';
import { sweep } from './sweep.ts';
import { endAwaited, lockById } from './tell-workflow.ts';

/** Gives up the promises whose time is over, each in a transaction of its own. */
export function expirePromises(ports: EnginePorts, request: SweepRequest): Promise<SweepResponse> {
  return sweep(ports, request, {
    find: duePromises,
    next: nextPromiseTimeout,
    handle: (promise) => expirePromise(ports, promise),
  });
}

function expirePromise({ sql }: EnginePorts, promise: PromiseAddress): Promise<boolean> {
  return sql.transaction(async (session) => {
    const workflow = await lockById(session, promise.workflowId);
    if (!workflow) return false;
    const event = { type: 'PROMISE_TIMED_OUT', data: { name: promise.name } } as const;
    const told = await endAwaited(session, workflow, event, (ignored) =>
      setPromiseTimedOut(session, promise, ignored),
    );
    return told !== undefined;
  });
}
