import type { CancelWorkflowRequest, CancelWorkflowResponse } from '../../src/engine/index.ts';
import { isWorkflowEnded } from '../../src/events/index.ts';
import { deliverChildEnd } from './child-end.ts';
import { append } from './history.ts';
import { putWorkflow, type State } from './state.ts';
import { type Moment, refuse, type Step } from './step.ts';

/** A workflow whose code never ended an activation, nor is in its first one, ends at once; any other is told. */
export function cancelWorkflow(
  state: State,
  { workflowId, reason }: CancelWorkflowRequest,
  { now, dies }: Moment,
): Step<CancelWorkflowResponse> {
  const workflow = state.workflows.get(workflowId);
  if (!workflow) return refuse(state, 'NOT_FOUND');
  if (workflow.cancelRequested) return { state, answer: { type: 'REPEATED' } };
  if (isWorkflowEnded(workflow.status)) return { state, answer: { type: 'IGNORED' } };
  const data = reason === undefined ? {} : { reason };
  const told = append(workflow, now, { type: 'CANCELLATION_REQUESTED', data });
  if (workflow.status === 'PENDING' && !workflow.submitted) {
    const ended = append(told, now, { type: 'WORKFLOW_CANCELLED', data: {} });
    const cancelled = putWorkflow(state, {
      ...ended,
      status: 'CANCELLED',
      cancelRequested: true,
      updatedAt: now,
    });
    return {
      state: dies ? cancelled : deliverChildEnd(cancelled, workflowId, now),
      answer: { type: 'CANCELLED' },
    };
  }
  const status = workflow.status === 'RUNNING' ? 'RUNNING' : 'CANCELLING';
  return {
    state: putWorkflow(state, { ...told, status, cancelRequested: true, updatedAt: now }),
    answer: { type: 'REQUESTED' },
  };
}
