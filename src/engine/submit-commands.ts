import type { Command, EventBody, Outcome, WorkflowStatus } from '../events/index.ts';
import { appendEvents, endActivation, insertTasks, lockWorkflow } from '../store/index.ts';
import type { EnginePorts } from './engine.ts';
import { EngineError } from './engine-error.ts';
import type { SubmitCommandsRequest, SubmitCommandsResponse } from './operations.ts';

/**
 * Ends an activation: appends what it asked for to the history, creates its tasks and sets the workflow's status,
 * all in one transaction under the lock on the workflow's row.
 *
 * A suspended workflow is WAITING only if the activation saw every event; otherwise it is PENDING again at once,
 * because a completion that came in while it was RUNNING woke nobody. A terminal submit is accepted even though
 * newer events exist: the code has returned, nothing in them could change that.
 *
 * @throws {EngineError} NOT_FOUND when there is no such workflow.
 */
export function submitCommands(
  { sql }: EnginePorts,
  request: SubmitCommandsRequest,
): Promise<SubmitCommandsResponse> {
  const { workflowId, token, lastSeenSequence, commands, outcome } = request;
  return sql.transaction(async (session) => {
    const workflow = await lockWorkflow(session, workflowId);
    if (!workflow) throw new EngineError('NOT_FOUND', workflowId, `there is no workflow ${workflowId}`);
    if (workflow.leaseToken !== token) {
      const { submittedToken, submittedStatus } = workflow;
      if (submittedToken !== token || submittedStatus === null) return { type: 'STALE' };
      return { type: 'ACCEPTED', status: submittedStatus };
    }
    const scheduled = commands.map(toEvent);
    const lastBefore = await appendEvents(session, workflowId, [...scheduled, toLastEvent(outcome)]);
    if (commands.length > 0) await insertTasks(session, workflowId, commands);
    const status = statusAfter(outcome, lastBefore > lastSeenSequence);
    await endActivation(session, {
      id: workflowId,
      token,
      status,
      output: outcome.type === 'COMPLETED' ? outcome.output : undefined,
      error: outcome.type === 'FAILED' ? outcome.error : undefined,
    });
    return { type: 'ACCEPTED', status };
  });
}

function toEvent({ taskId, kind, input }: Command): EventBody {
  return { type: 'TASK_SCHEDULED', data: input === undefined ? { taskId, kind } : { taskId, kind, input } };
}

function toLastEvent(outcome: Outcome): EventBody {
  switch (outcome.type) {
    case 'SUSPENDED':
      return { type: 'WORKFLOW_SUSPENDED', data: {} };
    case 'COMPLETED':
      return {
        type: 'WORKFLOW_COMPLETED',
        data: outcome.output === undefined ? {} : { output: outcome.output },
      };
    case 'FAILED':
      return { type: 'WORKFLOW_FAILED', data: { error: outcome.error } };
  }
}

function statusAfter(outcome: Outcome, unseenEvents: boolean): WorkflowStatus {
  if (outcome.type !== 'SUSPENDED') return outcome.type;
  return unseenEvents ? 'PENDING' : 'WAITING';
}
