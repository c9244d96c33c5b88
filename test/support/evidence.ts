import type { Call, Evidence } from '../../models/law/index.ts';

type Task = Evidence['tasks'][number];
type Event = Evidence['events'][number];

export function taskOf(id: string, status: Task['status'], overrides: Partial<Task> = {}): Task {
  return { id, workflowId: 'w', status, ignored: false, attempt: 1, retries: 3, ...overrides };
}

/** A history of workflow `w`, or another: events by type, those of tasks with their task's id. Numbered from 1. */
export function historyOf(
  events: readonly (Event['type'] | readonly [Event['type'], string])[],
  workflowId = 'w',
): readonly Event[] {
  return events.map((event, index) => {
    const [type, taskId] = typeof event === 'string' ? [event, undefined] : event;
    return { workflowId, sequence: index + 1, type, data: taskId === undefined ? {} : { taskId } };
  });
}

/** A call that was answered in the step after it was made. */
export function callOf(operation: string, request: unknown, answer: unknown, calledAt: number): Call {
  const steps = { calledAt, answeredAt: calledAt + 1 };
  // A step takes a millisecond.
  return {
    operation,
    request,
    answer,
    isRefused: false,
    ...steps,
    calledAtMs: calledAt,
    answeredAtMs: calledAt + 1,
  };
}

/** The same event under another number. */
export function renumbered(event: Event | undefined, sequence: number): Event {
  if (!event) throw new Error('there is no event to renumber');
  return { ...event, sequence };
}

/** What a sound run leaves: workflow `w` with tasks `t1`, which completed, and `t2`, which failed. */
export const SOUND: Evidence = {
  workflows: [{ id: 'w', status: 'COMPLETED' }],
  tasks: [taskOf('t1', 'COMPLETED'), taskOf('t2', 'FAILED')],
  events: historyOf([
    'WORKFLOW_STARTED',
    ['TASK_SCHEDULED', 't1'],
    ['TASK_SCHEDULED', 't2'],
    'WORKFLOW_SUSPENDED',
    ['TASK_FAILED', 't2'],
    ['TASK_COMPLETED', 't1'],
    'WORKFLOW_COMPLETED',
  ]),
  acknowledged: [
    { operation: 'failTask', taskId: 't2', answer: 'RECORDED' },
    { operation: 'completeTask', taskId: 't1', answer: 'RECORDED' },
  ],
  timers: [],
  promises: [],
  children: [],
  calls: [],
  unanswered: [],
  unreportedDeadlocks: [],
  unprovokedErrors: [],
  openTransactions: [],
  vainSweeps: [],
  replayFailures: [],
  failures: [],
  end: 'finished',
  elapsedMs: 2_500,
};

/** Evidence of a sound run, but for what is said. */
export function evidence(changes: Partial<Evidence> = {}): Evidence {
  return { ...SOUND, ...changes };
}

/** Without the events of which `isLost` says so; the others keep their numbers. */
export function without(isLost: (event: Event) => boolean): Pick<Evidence, 'events'> {
  return { events: SOUND.events.filter((event) => !isLost(event)) };
}
