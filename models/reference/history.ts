import { type EventBody, isWorkflowEnded } from '../../src/events/index.ts';
import { putWorkflow, type State, type Workflow } from './state.ts';

/** Events get the next numbers. */
export function append(workflow: Workflow, now: number, ...events: readonly EventBody[]): Workflow {
  const { history } = workflow;
  const numbered = events.map((event, index) => ({
    ...event,
    sequence: history.length + index + 1,
    time: now,
  }));
  return { ...workflow, history: [...history, ...numbered] };
}

/** A workflow that waits has something to do again; whether it is to cancel shows in its status. */
export function wake(workflow: Workflow, now: number): Workflow {
  if (workflow.status !== 'WAITING') return workflow;
  return { ...workflow, status: claimable(workflow), updatedAt: now };
}

/** The status of a workflow that a worker may claim. */
export function claimable({ cancelRequested }: Workflow): 'PENDING' | 'CANCELLING' {
  return cancelRequested ? 'CANCELLING' : 'PENDING';
}

/** Tells a workflow that something it may wait for has ended: not after its own end. */
export function tell(state: State, workflowId: string | undefined, now: number, event: EventBody): State {
  const workflow = workflowId === undefined ? undefined : state.workflows.get(workflowId);
  if (!workflow || isWorkflowEnded(workflow.status)) return state;
  return putWorkflow(state, wake(append(workflow, now, event), now));
}

/** Whether what ends now comes too late for its workflow. */
export function isTooLate(state: State, workflowId: string | undefined): boolean {
  const workflow = workflowId === undefined ? undefined : state.workflows.get(workflowId);
  return workflow !== undefined && isWorkflowEnded(workflow.status);
}
