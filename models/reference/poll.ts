import type { PollRequest, PollTaskResponse, PollWorkflowResponse } from '../../src/engine/index.ts';
import { putTask, putWorkflow, type State, type Task } from './state.ts';
import type { Moment, Step } from './step.ts';

/** The most urgent workflow that has something to do; among equals the oldest. */
export function pollWorkflow(
  state: State,
  { worker, queues, kinds, leaseMs }: PollRequest,
  { now, token }: Moment,
): Step<PollWorkflowResponse> {
  const [first] = [...state.workflows.values()]
    .filter(({ status }) => status === 'PENDING' || status === 'CANCELLING')
    .filter(({ queue, kind }) => queues.includes(queue) && kinds.includes(kind))
    .sort((a, b) => b.priority - a.priority || a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  if (!first) return { state, answer: {} };
  const lease = { worker, token, expiresAt: now + leaseMs };
  const { id: workflowId, kind, queue } = first;
  return {
    state: putWorkflow(state, { ...first, status: 'RUNNING', lease, updatedAt: now }),
    answer: { activation: { workflowId, kind, queue, token } },
  };
}

/**
 * The task that has been due longest. How long a retry waits is drawn at random, within bounds: so several tasks may be
 * the one, or none.
 *
 * @returns every step that is right
 */
export function pollTask(
  state: State,
  { worker, queues, kinds, leaseMs }: PollRequest,
  { now, token }: Moment,
): readonly Step<PollTaskResponse>[] {
  const offered = [...state.tasks.values()].filter(
    ({ status, queue, kind }) => status === 'PENDING' && queues.includes(queue) && kinds.includes(kind),
  );
  const mayBeDue = offered.filter(({ runAfter }) => runAfter.earliest <= now);
  const mayBeFirst = mayBeDue.filter((task) => !mayBeDue.some((other) => mustPrecede(other, task)));
  const steps = mayBeFirst.map((task): Step<PollTaskResponse> => {
    const { id, workflowId, kind, input } = task;
    const attempt = task.attempt + 1;
    const lease = { worker, token, expiresAt: now + leaseMs };
    const runAfter = { ...task.runAfter, latest: Math.min(task.runAfter.latest, now) };
    const optional = {
      ...(workflowId === undefined ? {} : { workflowId }),
      ...(input === undefined ? {} : { input }),
    };
    return {
      state: putTask(state, { ...task, status: 'RUNNING', attempt, lease, runAfter }),
      answer: { task: { id, kind, attempt, ...optional, token } },
    };
  });
  if (mayBeDue.some(({ runAfter }) => runAfter.latest <= now)) return steps;
  const later = mayBeDue.reduce(
    (each, task) => putTask(each, { ...task, runAfter: { ...task.runAfter, earliest: now + 1 } }),
    state,
  );
  return [...steps, { state: later, answer: {} }];
}

/** Whether a task is handed out before another one, whatever was drawn. */
function mustPrecede(a: Task, b: Task): boolean {
  if (a.runAfter.latest !== b.runAfter.earliest) return a.runAfter.latest < b.runAfter.earliest;
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt;
  return a.id < b.id;
}
