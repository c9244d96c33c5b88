import { type EventBody, isWorkflowEnded, type Outcome, type WorkflowStatus } from '../events/index.ts';
import type { Sql } from '../ports/index.ts';
import { appendEvents, endActivation, lockWorkflow } from '../store/index.ts';
import { applyCommands } from './apply-commands.ts';
import { cancelChild } from './cancel-children.ts';
import { deliverChildEnd } from './deliver-child-ends.ts';
import type { EnginePorts } from './engine.ts';
import { EngineError } from './engine-error.ts';
import type { SubmitCommandsRequest, SubmitCommandsResponse } from './operations.ts';

/**
 * Ends an activation: appends what it asked for to the history, creates its tasks, timers, promises and children and
 * sets the workflow's status, all in one transaction under the lock on the workflow's row. Only then are other workflows
 * told: children that are to cancel, and the parent of one that has ended.
 *
 * A suspended workflow is WAITING only if the activation saw every event; otherwise it is PENDING again at once,
 * because a completion that came in while it was RUNNING woke nobody, and neither does a child that cannot be started. A terminal submit is accepted even though
 * newer events exist: the code has returned, nothing in them could change that.
 *
 * @throws {EngineError} NOT_FOUND when there is no such workflow.
 */
export async function submitCommands(
  ports: EnginePorts,
  request: SubmitCommandsRequest,
): Promise<SubmitCommandsResponse> {
  const { workflowId } = request;
  const response = await ports.sql.transaction((session) => submit(session, request));
  if (response.type === 'STALE') return response;
  for (const { type, ...command } of request.commands) {
    if (type === 'CANCEL_CHILD' && 'childId' in command)
      await cancelChild(ports, { workflowId, childId: command.childId });
  }
  if (isWorkflowEnded(response.status)) await deliverChildEnd(ports, workflowId);
  return response;
}

async function submit(session: Sql, request: SubmitCommandsRequest): Promise<SubmitCommandsResponse> {
  const { workflowId, token, lastSeenSequence, commands, outcome } = request;
  const workflow = await lockWorkflow(session, workflowId);
  if (!workflow) throw new EngineError('NOT_FOUND', workflowId, `there is no workflow ${workflowId}`);
  if (workflow.leaseToken !== token) {
    const { submittedToken, submittedStatus } = workflow;
    if (submittedToken !== token || submittedStatus === null) return { type: 'STALE' };
    return { type: 'ACCEPTED', status: submittedStatus };
  }
  const { events, hasNews } = await applyCommands(session, workflowId, commands);
  const last = toLastEvent(outcome, lastSeenSequence);
  const lastBefore = await appendEvents(session, workflowId, [...events, last]);
  const hasUnseen = hasNews || lastBefore > lastSeenSequence;
  const status = statusAfter(outcome, hasUnseen, workflow.cancelRequested);
  await endActivation(session, {
    id: workflowId,
    token,
    status,
    output: outcome.type === 'COMPLETED' ? outcome.output : undefined,
    error: outcome.type === 'FAILED' ? outcome.error : undefined,
  });
  return { type: 'ACCEPTED', status };
}

/** The event that ends an activation. @param seen the newest event that it saw */
export function toLastEvent(outcome: Outcome, seen: number): EventBody {
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

function statusAfter(outcome: Outcome, unseenEvents: boolean, cancelRequested: boolean): WorkflowStatus {
  if (outcome.type !== 'SUSPENDED') return outcome.type;
  if (!unseenEvents) return 'WAITING';
  return cancelRequested ? 'CANCELLING' : 'PENDING';
}
