import type { SweepRequest, SweepResponse } from '../../src/engine/index.ts';
import { type EventBody, isWorkflowEnded } from '../../src/events/index.ts';
import { isTooLate, tell } from './history.ts';
import { put, putWorkflow, type State, type Workflow } from './state.ts';
import { type Moment, type Step, swept } from './step.ts';

/**
 * The end of a child, told to its parent once: first the child ends, and only then its parent is told. One that its
 * parent gave up in the meantime has ended for it already.
 */
export function deliverChildEnd(state: State, childId: string, now: number): State {
  const child = state.workflows.get(childId);
  if (!child || !isUntold(child)) return state;
  const parent = state.workflows.get(child.parentId ?? '');
  const known = parent?.children.get(childId);
  let next = state;
  if (parent && known?.status === 'STARTED') {
    const ignored = isTooLate(state, parent.id);
    const { type, status } = endOf(child);
    const children = put(parent.children, childId, { ...known, status, ignored });
    next = tell(putWorkflow(state, { ...parent, children }), parent.id, now, type);
  }
  return putWorkflow(next, { ...child, parentTold: true });
}

/** What a crash left undone, in the order of the ends. */
export function deliverChildEnds(state: State, { limit }: SweepRequest, moment: Moment): Step<SweepResponse> {
  const untold = [...state.workflows.values()]
    .filter(isUntold)
    .sort((a, b) => a.updatedAt - b.updatedAt || (a.id < b.id ? -1 : 1))
    .slice(0, limit);
  const after = untold.reduce((each, { id }) => deliverChildEnd(each, id, moment.now), state);
  return swept(after, { count: untold.length, found: untold.length, limit }, moment);
}

function isUntold({ parentId, parentTold, status }: Workflow): boolean {
  return parentId !== undefined && !parentTold && isWorkflowEnded(status);
}

function endOf({ id: childId, status, output, error }: Workflow): {
  readonly type: EventBody;
  readonly status: 'COMPLETED' | 'FAILED' | 'CANCELLED';
} {
  switch (status) {
    case 'COMPLETED': {
      const data = output === undefined ? { childId } : { childId, output };
      return { status, type: { type: 'CHILD_WORKFLOW_COMPLETED', data } };
    }
    case 'FAILED': {
      const data = { childId, error: error ?? { name: 'Error', message: '' } };
      return { status, type: { type: 'CHILD_WORKFLOW_FAILED', data } };
    }
    default:
      return { status: 'CANCELLED', type: { type: 'CHILD_WORKFLOW_CANCELLED', data: { childId } } };
  }
}
