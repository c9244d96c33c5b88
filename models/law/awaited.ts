import type { EventType } from '../../src/events/index.ts';
import type { Awaited, EventData, Evidence } from './evidence.ts';

/** Something that workflows wait for: what begins it, and which event each of its ends is. */
export type AwaitedKind = {
  readonly name: 'task' | 'timer' | 'promise' | 'child';
  readonly rows: (evidence: Evidence) => readonly Awaited<string>[];
  /** The id that an event tells, if it is about one of these. */
  readonly idOf: (data: EventData) => string | undefined;
  readonly begins: EventType;
  readonly ends: Readonly<Record<string, EventType>>;
};

/** Everything that workflows wait for and that has a row of its own. */
export const AWAITED: readonly AwaitedKind[] = [
  {
    name: 'task',
    rows: ({ tasks }) => tasks,
    idOf: ({ taskId }) => taskId,
    begins: 'TASK_SCHEDULED',
    ends: { COMPLETED: 'TASK_COMPLETED', FAILED: 'TASK_FAILED', CANCELLED: 'TASK_CANCELLED' },
  },
  {
    name: 'timer',
    rows: ({ timers }) => timers,
    idOf: ({ timerId }) => timerId,
    begins: 'TIMER_STARTED',
    ends: { FIRED: 'TIMER_FIRED', CANCELLED: 'TIMER_CANCELLED' },
  },
  {
    name: 'promise',
    rows: ({ promises }) => promises,
    idOf: ({ name }) => name,
    begins: 'PROMISE_CREATED',
    ends: { RESOLVED: 'PROMISE_RESOLVED', REJECTED: 'PROMISE_REJECTED', TIMED_OUT: 'PROMISE_TIMED_OUT' },
  },
  {
    name: 'child',
    rows: ({ children }) => children,
    idOf: ({ childId }) => childId,
    begins: 'CHILD_WORKFLOW_INITIATED',
    ends: {
      COMPLETED: 'CHILD_WORKFLOW_COMPLETED',
      FAILED: 'CHILD_WORKFLOW_FAILED',
      CANCELLED: 'CHILD_WORKFLOW_CANCELLED',
    },
  },
];
