import {
  applyCommands,
  EngineError,
  type SubmitCommandsRequest,
  type SubmitCommandsResponse,
  toLastEvent,
} from '../../src/engine/index.ts';
import type { EventBody, WorkflowStatus } from '../../src/events/index.ts';
import type { Sql, SqlPool } from '../../src/ports/index.ts';
import {
  appendEvents,
  endActivation,
  type LockedWorkflow,
  lockWorkflow,
  wakeWorkflow,
} from '../../src/store/index.ts';

/*
 * The parts of a submission, each one right, for defects that put them together wrongly. What a submission tells other
 * workflows is left to the sweeps.
 */

/** Where in its history a batch of events stands: after `before`, up to `last`. */
export type Batch = { readonly before: number; readonly last: number };

/** What a batch is, before it is in the history. */
export type Applied = {
  readonly events: readonly EventBody[];
  /** Whether there is something in it that the workflow does not know of. */
  readonly hasNews: boolean;
};

/** Locks a workflow's row. @throws {EngineError} NOT_FOUND when there is no such workflow. */
export async function lockSubmitting(
  sql: Sql,
  { workflowId }: SubmitCommandsRequest,
): Promise<LockedWorkflow> {
  const workflow = await lockWorkflow(sql, workflowId);
  if (!workflow) throw new EngineError('NOT_FOUND', workflowId, `there is no workflow ${workflowId}`);
  return workflow;
}

/** What to answer an activation that does not hold the lease; undefined for the one that does. */
export function answerUnleased(
  { leaseToken, submittedToken, submittedStatus }: LockedWorkflow,
  { token }: SubmitCommandsRequest,
): SubmitCommandsResponse | undefined {
  if (leaseToken === token) return undefined;
  if (submittedToken !== token || submittedStatus === null) return { type: 'STALE' };
  return { type: 'ACCEPTED', status: submittedStatus };
}

/** Creates the rows that an activation asks for. */
export async function applyBatch(sql: Sql, request: SubmitCommandsRequest): Promise<Applied> {
  const { events, hasNews } = await applyCommands(sql, request.workflowId, request.commands);
  return { events: [...events, toLastEvent(request.outcome, request.lastSeenSequence)], hasNews };
}

/** Appends a batch to the history. */
export async function appendBatch(sql: Sql, workflowId: string, { events }: Applied): Promise<Batch> {
  const before = await appendEvents(sql, workflowId, events);
  return { before, last: before + events.length };
}

/** Gives the lease up, and has the workflow go on as its outcome says. */
export async function setOutcome(
  sql: Sql,
  { workflowId: id, token, outcome }: SubmitCommandsRequest,
  hasUnseen: boolean,
  isCancelling: boolean,
): Promise<SubmitCommandsResponse> {
  const again = isCancelling ? 'CANCELLING' : 'PENDING';
  const suspended: WorkflowStatus = hasUnseen ? again : 'WAITING';
  const status = outcome.type === 'SUSPENDED' ? suspended : outcome.type;
  const output = outcome.type === 'COMPLETED' ? outcome.output : undefined;
  const error = outcome.type === 'FAILED' ? outcome.error : undefined;
  await endActivation(sql, { id, token, status, output, error });
  return { type: 'ACCEPTED', status };
}

/**
 * A whole submission, right but for what it is given.
 *
 * @param judge whether there is an event that the activation has not seen
 * @param refuse what to answer an activation that may not submit; undefined for one that may
 */
export function submitJudging(
  pool: SqlPool,
  request: SubmitCommandsRequest,
  judge: (session: Sql, batch: Batch) => boolean | Promise<boolean>,
  refuse: typeof answerUnleased = answerUnleased,
): Promise<SubmitCommandsResponse> {
  return pool.transaction(async (session) => {
    const workflow = await lockSubmitting(session, request);
    const unleased = refuse(workflow, request);
    if (unleased) return unleased;
    const applied = await applyBatch(session, request);
    const batch = await appendBatch(session, request.workflowId, applied);
    const hasUnseen = (await judge(session, batch)) || applied.hasNews;
    return await setOutcome(session, request, hasUnseen, workflow.cancelRequested);
  });
}

/**
 * A submission that lets its workflow wait, and looks only then whether it should have.
 *
 * @param hasUnseen what it looks at, in a transaction of its own
 */
export async function submitThenRecheck(
  pool: SqlPool,
  request: SubmitCommandsRequest,
  hasUnseen: (batch: Batch) => Promise<boolean>,
): Promise<SubmitCommandsResponse> {
  let appended: Batch | undefined;
  const answer = await submitJudging(pool, request, (_, batch) => {
    appended = batch;
    return false;
  });
  const isWaiting = answer.type === 'ACCEPTED' && answer.status === 'WAITING';
  if (isWaiting && appended && (await hasUnseen(appended))) await wakeWorkflow(pool, request.workflowId);
  return answer;
}
