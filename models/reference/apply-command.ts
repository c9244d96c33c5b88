import { type Command, type EventBody, isTaskEnded } from '../../src/events/index.ts';
import { append } from './history.ts';
import { create } from './start-workflow.ts';
import { newTask } from './start-task.ts';
import { put, putTask, putWorkflow, type State, type Workflow, without } from './state.ts';

/** `isNews`: there is an event that the code does not know of, though its own command led to it. */
type Applied = { readonly state: State; readonly isNews: boolean };

/**
 * Carries out what a workflow asks for. Cancelling what has ended does nothing: history tells that end.
 *
 * @returns undefined if that cannot be: an id is taken
 */
export function applyCommand(
  state: State,
  workflowId: string,
  command: Command,
  now: number,
): Applied | undefined {
  const workflow = state.workflows.get(workflowId);
  if (!workflow) return undefined;
  const change = (changes: Partial<Workflow>, ...events: readonly EventBody[]): Applied => ({
    state: putWorkflow(state, append({ ...workflow, ...changes }, now, ...events)),
    isNews: false,
  });
  switch (command.type) {
    case 'SCHEDULE_TASK': {
      const { taskId, kind, input } = command;
      if (state.tasks.has(taskId)) return undefined;
      const data = { taskId, kind, ...(input === undefined ? {} : { input }) };
      const { state: changed } = change({}, { type: 'TASK_SCHEDULED', data });
      return { state: putTask(changed, newTask({ ...command, id: taskId, workflowId }, now)), isNews: false };
    }
    case 'CANCEL_TASK': {
      const { taskId } = command;
      const task = state.tasks.get(taskId);
      if (!task || task.workflowId !== workflowId || isTaskEnded(task.status)) return change({});
      const { state: changed } = change({}, { type: 'TASK_CANCELLED', data: { taskId } });
      return { state: putTask(changed, { ...task, status: 'CANCELLED' }), isNews: false };
    }
    case 'START_TIMER': {
      const { timerId } = command;
      if (workflow.timers.has(timerId)) return undefined;
      const fireAt = 'fireAt' in command ? command.fireAt : now + command.delayMs;
      const timers = put(workflow.timers, timerId, { status: 'STARTED', fireAt, ignored: false });
      return change({ timers }, { type: 'TIMER_STARTED', data: { timerId, fireAt } });
    }
    case 'CANCEL_TIMER': {
      const { timerId } = command;
      const timer = workflow.timers.get(timerId);
      if (timer?.status !== 'STARTED') return change({});
      const timers = put(workflow.timers, timerId, { ...timer, status: 'CANCELLED' });
      return change({ timers }, { type: 'TIMER_CANCELLED', data: { timerId } });
    }
    case 'CREATE_PROMISE': {
      const { name, timeoutMs } = command;
      if (workflow.promises.has(name)) return undefined;
      const timeout = timeoutMs === undefined ? {} : { timeoutAt: now + timeoutMs };
      const promises = put(workflow.promises, name, { status: 'CREATED', ...timeout, ignored: false });
      return change({ promises }, { type: 'PROMISE_CREATED', data: { name } });
    }
    case 'START_CHILD':
      return startChild(state, workflow, command, now);
    case 'CANCEL_CHILD': {
      const { childId } = command;
      const child = workflow.children.get(childId);
      if (child?.status !== 'STARTED') return change({});
      const children = put(workflow.children, childId, { ...child, status: 'CANCELLED', mustCancel: true });
      return change({ children }, { type: 'CHILD_WORKFLOW_CANCELLED', data: { childId } });
    }
    case 'RECORD_OPERATION': {
      const { position, name, result } = command;
      return change({}, { type: 'OPERATION_COMPLETED', data: { position, name, result } });
    }
    case 'SET_STATE': {
      const { key, value } = command;
      const published = put(workflow.published, key, value);
      return change({ published }, { type: 'STATE_SET', data: { key, value } });
    }
    case 'CLEAR_STATE': {
      const { key } = command;
      const published = without(workflow.published, key);
      return change({ published }, { type: 'STATE_CLEARED', data: { key } });
    }
  }
}

/** A child whose id is taken has failed at once, which the workflow's code learns from history. */
function startChild(
  state: State,
  workflow: Workflow,
  { childId, kind, queue, input }: Extract<Command, { type: 'START_CHILD' }>,
  now: number,
): Applied | undefined {
  if (workflow.children.has(childId)) return undefined;
  const isTaken = state.workflows.has(childId);
  const optional = input === undefined ? {} : { input };
  const initiated: EventBody = {
    type: 'CHILD_WORKFLOW_INITIATED',
    data: { childId, kind, ...optional },
  };
  const error = { name: 'AlreadyExists', message: `workflow ${childId} exists already` };
  const next: EventBody = isTaken
    ? { type: 'CHILD_WORKFLOW_FAILED', data: { childId, error } }
    : { type: 'CHILD_WORKFLOW_STARTED', data: { childId } };
  const child = { status: isTaken ? 'FAILED' : 'STARTED', ignored: false, mustCancel: false } as const;
  const children = put(workflow.children, childId, child);
  const changed = putWorkflow(state, append({ ...workflow, children }, now, initiated, next));
  const request = { id: childId, kind, queue, ...optional, parentId: workflow.id };
  return { state: isTaken ? changed : create(changed, request, now), isNews: isTaken };
}
