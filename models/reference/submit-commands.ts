import type { SubmitCommandsRequest, SubmitCommandsResponse } from '../../src/engine/index.ts';
import {
  type Command,
  type EventBody,
  isWorkflowEnded,
  type Outcome,
  type WorkflowStatus,
} from '../../src/events/index.ts';
import { applyCommand } from './apply-command.ts';
import { cancelChild } from './cancel-child.ts';
import { deliverChildEnd } from './child-end.ts';
import { append, claimable } from './history.ts';
import { putWorkflow, type State, type Workflow } from './state.ts';
import { type Moment, refuse, type Step } from './step.ts';

/**
 * Ends an activation: whoever holds the lease has its commands carried out one after the other. A workflow that suspends
 * waits, unless its history has something that the activation did not see. Then others are told.
 */
export function submitCommands(
  state: State,
  request: SubmitCommandsRequest,
  moment: Moment,
): Step<SubmitCommandsResponse> {
  const { workflowId, token, commands } = request;
  const workflow = state.workflows.get(workflowId);
  if (!workflow) return refuse(state, 'NOT_FOUND');
  if (workflow.lease?.token !== token) {
    const { submitted } = workflow;
    if (submitted?.token !== token) return { state, answer: { type: 'STALE' } };
    const told = tellOthers(state, workflowId, submitted.status, commands, moment);
    return { state: told, answer: { type: 'ACCEPTED', status: submitted.status } };
  }
  const accepted = accept(state, workflow, request, moment.now);
  if (!accepted) return refuse(state, 'INVALID_ARGUMENT');
  const { status } = accepted;
  return {
    state: tellOthers(accepted.state, workflowId, status, commands, moment),
    answer: { type: 'ACCEPTED', status },
  };
}

function accept(
  state: State,
  workflow: Workflow,
  { token, lastSeenSequence, commands, outcome }: SubmitCommandsRequest,
  now: number,
): { readonly state: State; readonly status: WorkflowStatus } | undefined {
  const unseen = workflow.history.length > lastSeenSequence;
  let next = state;
  let isNews = unseen;
  for (const command of commands) {
    const applied = applyCommand(next, workflow.id, command, now);
    if (!applied) return undefined;
    next = applied.state;
    isNews ||= applied.isNews;
  }
  const changed = next.workflows.get(workflow.id) ?? workflow;
  const { lease: _, ...released } = append(changed, now, lastEvent(outcome, lastSeenSequence));
  const status = statusAfter(outcome, isNews, changed);
  const ended: Workflow = {
    ...released,
    status,
    submitted: { token, status },
    updatedAt: now,
    ...(outcome.type === 'COMPLETED' && outcome.output !== undefined ? { output: outcome.output } : {}),
    ...(outcome.type === 'FAILED' ? { error: outcome.error } : {}),
  };
  return { state: putWorkflow(next, ended), status };
}

function statusAfter(outcome: Outcome, isNews: boolean, workflow: Workflow): WorkflowStatus {
  if (outcome.type !== 'SUSPENDED') return outcome.type;
  return isNews ? claimable(workflow) : 'WAITING';
}

function lastEvent(outcome: Outcome, seen: number): EventBody {
  switch (outcome.type) {
    case 'SUSPENDED':
      return { type: 'WORKFLOW_SUSPENDED', data: { seen } };
    case 'COMPLETED':
      return {
        type: 'WORKFLOW_COMPLETED',
        data: outcome.output === undefined ? {} : { output: outcome.output },
      };
    case 'FAILED':
      return { type: 'WORKFLOW_FAILED', data: { error: outcome.error } };
    case 'CANCELLED':
      return { type: 'WORKFLOW_CANCELLED', data: {} };
  }
}

/** After the transaction: children that are to cancel, and the parent of a workflow that has ended. */
function tellOthers(
  state: State,
  workflowId: string,
  status: WorkflowStatus,
  commands: readonly Command[],
  moment: Moment,
): State {
  if (moment.dies) return state;
  let next = state;
  for (const command of commands) {
    if (command.type === 'CANCEL_CHILD') next = cancelChild(next, workflowId, command.childId, moment);
  }
  return isWorkflowEnded(status) ? deliverChildEnd(next, workflowId, moment.now) : next;
}
