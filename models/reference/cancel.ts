import type { CancelResponse, CancelTaskRequest, CancelTimerRequest } from '../../src/engine/index.ts';
import { isTaskEnded } from '../../src/events/index.ts';
import { isTooLate, tell } from './history.ts';
import { put, putTask, putWorkflow, type State } from './state.ts';
import { type Moment, refuse, type Step } from './step.ts';

/** A task that has not ended never will run, whether or not its workflow still wants to know. */
export function cancelTask(
  state: State,
  { taskId }: CancelTaskRequest,
  { now }: Moment,
): Step<CancelResponse> {
  const task = state.tasks.get(taskId);
  if (!task) return refuse(state, 'NOT_FOUND');
  if (isTaskEnded(task.status)) {
    return { state, answer: { type: task.status === 'CANCELLED' ? 'REPEATED' : 'IGNORED' } };
  }
  const ignored = isTooLate(state, task.workflowId);
  const cancelled = putTask(state, { ...task, status: 'CANCELLED', ignored });
  return {
    state: tell(cancelled, task.workflowId, now, { type: 'TASK_CANCELLED', data: { taskId } }),
    answer: { type: 'CANCELLED' },
  };
}

/** A timer that has not fired never will. After its workflow's end that is of no interest. */
export function cancelTimer(
  state: State,
  { workflowId, timerId }: CancelTimerRequest,
  { now }: Moment,
): Step<CancelResponse> {
  const workflow = state.workflows.get(workflowId);
  const timer = workflow?.timers.get(timerId);
  if (!workflow || !timer) return refuse(state, 'NOT_FOUND');
  if (timer.status === 'CANCELLED') return { state, answer: { type: 'REPEATED' } };
  if (timer.status === 'FIRED' || isTooLate(state, workflowId)) return { state, answer: { type: 'IGNORED' } };
  const timers = put(workflow.timers, timerId, { ...timer, status: 'CANCELLED' });
  const cancelled = putWorkflow(state, { ...workflow, timers });
  return {
    state: tell(cancelled, workflowId, now, { type: 'TIMER_CANCELLED', data: { timerId } }),
    answer: { type: 'CANCELLED' },
  };
}
