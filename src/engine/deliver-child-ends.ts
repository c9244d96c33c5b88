import type { EventBody } from '../events/index.ts';
import { type ChildEnd, setChildEnded, setParentTold, untoldChildren, untoldEnd } from '../store/index.ts';
import type { EnginePorts } from './engine.ts';
import type { SweepRequest, SweepResponse } from './operations.ts';
import { sweep } from './sweep.ts';
import { endAwaited, lockById } from './tell-workflow.ts';

/** Tells parents of the ends of their children that they have not been told of. */
export function deliverChildEnds(ports: EnginePorts, request: SweepRequest): Promise<SweepResponse> {
  return sweep(ports, request, {
    find: untoldChildren,
    handle: (childId) => deliverChildEnd(ports, childId),
  });
}

/**
 * Tells a workflow's parent, if it has one, that the workflow has ended. That is not part of the transaction in which it
 * ends, for that holds the lock on its row, and nobody locks two workflows at once. What a crash leaves undone, a sweep
 * does; the parent's own row of the child sees to it that it is told once.
 */
export async function deliverChildEnd({ sql }: EnginePorts, childId: string): Promise<boolean> {
  const end = await untoldEnd(sql, childId);
  if (!end) return false;
  await sql.transaction(async (session) => {
    const parent = await lockById(session, end.parentId);
    if (!parent) return;
    const child = { workflowId: parent.id, childId };
    await endAwaited(session, parent, eventOf(childId, end), (ignored) =>
      setChildEnded(session, child, end.status, ignored),
    );
  });
  await setParentTold(sql, childId);
  return true;
}

function eventOf(childId: string, { status, hasOutput, output, error }: ChildEnd): EventBody {
  switch (status) {
    case 'COMPLETED':
      return { type: 'CHILD_WORKFLOW_COMPLETED', data: hasOutput ? { childId, output } : { childId } };
    case 'FAILED':
      return {
        type: 'CHILD_WORKFLOW_FAILED',
        data: { childId, error: error ?? { name: 'Error', message: '' } },
      };
    case 'CANCELLED':
      return { type: 'CHILD_WORKFLOW_CANCELLED', data: { childId } };
  }
}
