import type {
  CompleteTaskRequest,
  EndTaskResponse,
  FailTaskRequest,
  HeartbeatRequest,
  HeartbeatResponse,
} from '../../src/engine/index.ts';
import type { Failure, TaskStatus } from '../../src/events/index.ts';
import { isTooLate, tell } from './history.ts';
import { putTask, type State, type Task } from './state.ts';
import { type Moment, refuse, type Step } from './step.ts';

/** An attempt keeps its lease, if it has it. */
export function heartbeat(state: State, request: HeartbeatRequest, { now }: Moment): Step<HeartbeatResponse> {
  const { taskId, leaseMs, progress } = request;
  const task = state.tasks.get(taskId);
  if (!task) return refuse(state, 'NOT_FOUND');
  if (!task.lease || !holds(task, request)) {
    return { state, answer: { type: task.status === 'CANCELLED' ? 'CANCELLED' : 'STALE' } };
  }
  const lease = { ...task.lease, expiresAt: now + leaseMs };
  const kept = { ...task, lease, ...(progress === undefined ? {} : { progress }) };
  return { state: putTask(state, kept), answer: { type: 'EXTENDED' } };
}

/** The attempt that holds the lease ends its task. */
export function completeTask(
  state: State,
  request: CompleteTaskRequest,
  { now }: Moment,
): Step<EndTaskResponse> {
  const { taskId, output } = request;
  const task = state.tasks.get(taskId);
  if (!task) return refuse(state, 'NOT_FOUND');
  if (!holds(task, request)) return unheld(state, task, request, 'COMPLETED');
  const ignored = isTooLate(state, task.workflowId);
  const result = output === undefined ? {} : { output };
  const ended = putTask(state, { ...task, status: 'COMPLETED', ignored, ...result });
  return {
    state: tell(ended, task.workflowId, now, { type: 'TASK_COMPLETED', data: { taskId, ...result } }),
    answer: { type: ignored ? 'IGNORED' : 'RECORDED' },
  };
}

/** The attempt that holds the lease has failed: it is tried again as long as that may be, and else the task failed. */
export function failTask(state: State, request: FailTaskRequest, { now }: Moment): Step<EndTaskResponse> {
  const { taskId, attempt, error, retryable } = request;
  const task = state.tasks.get(taskId);
  if (!task) return refuse(state, 'NOT_FOUND');
  const isRetried = retryable && attempt <= task.retry.retries;
  if (!holds(task, request)) return unheld(state, task, request, isRetried ? 'PENDING' : 'FAILED');
  return fail(state, task, error, isRetried, now);
}

/** Ends an attempt that failed. */
export function fail(
  state: State,
  task: Task,
  error: Failure,
  isRetried: boolean,
  now: number,
): Step<EndTaskResponse> {
  if (isRetried) {
    const runAfter = backoff(task, now);
    return {
      state: putTask(state, { ...task, status: 'PENDING', error, runAfter }),
      answer: { type: 'RETRYING' },
    };
  }
  const ignored = isTooLate(state, task.workflowId);
  const ended = putTask(state, { ...task, status: 'FAILED', error, ignored });
  return {
    state: tell(ended, task.workflowId, now, { type: 'TASK_FAILED', data: { taskId: task.id, error } }),
    answer: { type: ignored ? 'IGNORED' : 'RECORDED' },
  };
}

/** Exponential backoff with a cap, from a half of it to the whole. */
function backoff({ retry, attempt }: Task, now: number): Task['runAfter'] {
  const whole = Math.min(retry.initialDelay * 2 ** (attempt - 1), retry.maxDelay);
  return { earliest: now + Math.round(whole / 2), latest: now + Math.round(whole) };
}

type Attempt = { readonly attempt: number; readonly token: string };

function isLatest({ attempt, lease }: Task, asked: Attempt): boolean {
  return attempt === asked.attempt && lease?.token === asked.token;
}

function holds(task: Task, attempt: Attempt): boolean {
  return task.status === 'RUNNING' && isLatest(task, attempt);
}

/** The latest attempt at a task that is where its answer would have left it has said so before. */
function unheld(state: State, task: Task, attempt: Attempt, left: TaskStatus): Step<EndTaskResponse> {
  const isRepeated = isLatest(task, attempt) && task.status === left;
  return { state, answer: { type: isRepeated ? 'REPEATED' : 'STALE' } };
}
