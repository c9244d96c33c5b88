import type { StartTaskRequest, StartTaskResponse } from '../../src/engine/index.ts';
import { claimKey, ownerOf } from './key.ts';
import { putTask, type State, type Task } from './state.ts';
import { type Moment, refuse, type Step } from './step.ts';

/** A task that belongs to no workflow begins PENDING. */
export function startTask(state: State, request: StartTaskRequest, { now }: Moment): Step<StartTaskResponse> {
  const { id, kind, idempotencyKey: key } = request;
  const scope = `start-task/${kind}`;
  const owner = key === undefined ? undefined : ownerOf(state, scope, key, now);
  if (owner !== undefined) return { state, answer: { taskId: owner, created: false } };
  if (state.tasks.has(id)) return refuse(state, 'ALREADY_EXISTS');
  const claimed = key === undefined ? state : claimKey(state, scope, key, id, now);
  return { state: putTask(claimed, newTask(request, now)), answer: { taskId: id, created: true } };
}

/** A task that may run at once. */
export function newTask(
  request: Omit<StartTaskRequest, 'idempotencyKey'> & { readonly workflowId?: string },
  now: number,
): Task {
  const { id, workflowId, kind, queue, input, retry, timeoutMs } = request;
  return {
    id,
    ...(workflowId === undefined ? {} : { workflowId }),
    kind,
    queue,
    ...(input === undefined ? {} : { input }),
    retry,
    status: 'PENDING',
    attempt: 0,
    runAfter: { earliest: now, latest: now },
    ...(timeoutMs === undefined ? {} : { deadlineAt: now + timeoutMs }),
    ignored: false,
    createdAt: now,
  };
}
