import {
  type EventType,
  isTaskEnded,
  TERMINAL_TASK_EVENTS,
  type TaskStatus,
} from '../../src/events/index.ts';
import type { Evidence } from './evidence.ts';
import type { Law, Witness } from './law.ts';

const EVENT_OF: Readonly<Partial<Record<TaskStatus, EventType>>> = {
  COMPLETED: 'TASK_COMPLETED',
  FAILED: 'TASK_FAILED',
};

/**
 * A task has ended if and only if the history holds exactly one terminal event for it, of the matching kind, and
 * every acknowledged result is in the history.
 */
export const exactlyOnce: Law = {
  name: 'exactly-once',
  statement:
    'A task has ended if and only if the history holds exactly one terminal event for it, of the matching kind, and every acknowledged result is in the history.',
  check(evidence) {
    const terminals = terminalsByTask(evidence);
    return taskWithoutItsEvent(evidence, terminals) ?? acknowledgedWithoutEvent(evidence, terminals);
  },
};

function terminalsByTask({ events }: Evidence): ReadonlyMap<string, readonly EventType[]> {
  const terminals = new Map<string, EventType[]>();
  for (const { type, data } of events) {
    if (!TERMINAL_TASK_EVENTS.has(type) || data.taskId === undefined) continue;
    const known = terminals.get(data.taskId);
    if (known) known.push(type);
    else terminals.set(data.taskId, [type]);
  }
  return terminals;
}

function taskWithoutItsEvent(
  { tasks }: Evidence,
  terminals: ReadonlyMap<string, readonly EventType[]>,
): Witness | undefined {
  for (const { id, workflowId, status, ignored } of tasks) {
    if (workflowId === null) continue;
    const found = terminals.get(id) ?? [];
    const expected = isTaskEnded(status) && !ignored ? EVENT_OF[status] : undefined;
    if (expected === undefined ? found.length === 0 : found.length === 1 && found[0] === expected) continue;
    const has = found.length === 0 ? 'no terminal event' : found.join(' and ');
    const kind = ignored ? `${status} (ignored)` : status;
    return {
      sentence: `Task ${id} is ${kind}, and the history holds ${has} for it${expected ? ` instead of one ${expected}` : ''}.`,
      subjects: [workflowId, id],
      shape: `task ${kind} with ${has}`,
    };
  }
  return undefined;
}

function acknowledgedWithoutEvent(
  { acknowledged, tasks }: Evidence,
  terminals: ReadonlyMap<string, readonly EventType[]>,
): Witness | undefined {
  const workflowOf = new Map(tasks.map((task) => [task.id, task.workflowId]));
  for (const { operation, taskId, answer } of acknowledged) {
    const workflowId = workflowOf.get(taskId);
    if (answer !== 'RECORDED' || typeof workflowId !== 'string') continue;
    const expected = operation === 'completeTask' ? 'TASK_COMPLETED' : 'TASK_FAILED';
    if (terminals.get(taskId)?.includes(expected)) continue;
    return {
      sentence: `${operation} of ${taskId} was answered RECORDED, and the history holds no ${expected} for it.`,
      subjects: [workflowId, taskId],
      shape: `${operation} RECORDED without ${expected}`,
    };
  }
  return undefined;
}
