import { type EventType, isTaskEnded, isWorkflowEnded } from '../../src/events/index.ts';
import type { Evidence } from './evidence.ts';
import { eventsByWorkflow } from './history.ts';
import type { Law } from './law.ts';

/** What no activation writes for itself: whoever else appends it tells the workflow so. */
const TOLD: ReadonlySet<EventType> = new Set([
  'CANCELLATION_REQUESTED',
  'TASK_COMPLETED',
  'TASK_FAILED',
  'TIMER_FIRED',
  'PROMISE_RESOLVED',
  'PROMISE_REJECTED',
  'PROMISE_TIMED_OUT',
  'CHILD_WORKFLOW_COMPLETED',
  'SIGNAL_RECEIVED',
]);

/** Once nothing interferes any more, every workflow whose awaited things are done is done, and none waits for what it has. */
export const live: Law = {
  name: 'live',
  statement:
    'Nothing waits that has an event it has not seen, and once nothing interferes any more, every workflow comes to its end within bounded time.',
  isOfTheEnd: true,
  check(evidence) {
    const histories = eventsByWorkflow(evidence);
    for (const { id, status } of evidence.workflows) {
      const unseen = status === 'WAITING' ? unseenEvent(histories.get(id) ?? []) : undefined;
      if (!unseen) continue;
      return {
        sentence: `Workflow ${id} waits, and has not seen ${unseen.type} (${unseen.sequence}) of its history.`,
        subjects: [id],
        shape: `workflow WAITING with ${unseen.type} unseen`,
      };
    }
    for (const { id, status } of evidence.workflows) {
      if (isWorkflowEnded(status)) continue;
      const tasks = evidence.tasks.filter((task) => task.workflowId === id);
      const ended = tasks.filter((task) => isTaskEnded(task.status)).length;
      const last = histories.get(id)?.at(-1);
      const seconds = (evidence.elapsedMs / 1_000).toFixed(1);
      return {
        sentence:
          `Workflow ${id} is still ${status} after ${seconds} s of virtual time: ${ended} of its ${tasks.length} tasks ` +
          `have ended, and its last event is ${last ? `${last.type} (${last.sequence})` : 'missing'}.`,
        subjects: [id],
        shape: `workflow ${status} for ever, ${ended === tasks.length ? 'all' : 'not all'} tasks ended`,
      };
    }
    if (evidence.end === 'finished') return undefined;
    return {
      sentence: `Every workflow has ended, but the run was ${evidence.end} before all actors had.`,
      subjects: [],
      shape: `run ${evidence.end}`,
    };
  },
};

/** The first event that the last activation had not seen, if the workflow was told of it by somebody else. */
function unseenEvent(history: Evidence['events']): Evidence['events'][number] | undefined {
  const end = history.findLastIndex(({ type }) => type === 'WORKFLOW_SUSPENDED');
  const suspended = history[end];
  if (!suspended) return undefined;
  const { seen = suspended.sequence } = suspended.data;
  return history.find(
    ({ sequence, type }, index) => index > end || (sequence > seen && index < end && TOLD.has(type)),
  );
}
