import type { EventType } from '../../src/events/index.ts';
import { eventsByWorkflow } from './history.ts';
import type { Law } from './law.ts';

/** Events that give an activation something to do. */
const NEWS: ReadonlySet<EventType> = new Set([
  'WORKFLOW_STARTED',
  'CANCELLATION_REQUESTED',
  'TASK_COMPLETED',
  'TASK_FAILED',
  'TASK_CANCELLED',
  'TIMER_FIRED',
  'TIMER_CANCELLED',
  'PROMISE_RESOLVED',
  'PROMISE_REJECTED',
  'PROMISE_TIMED_OUT',
  'CHILD_WORKFLOW_COMPLETED',
  'CHILD_WORKFLOW_FAILED',
  'CHILD_WORKFLOW_CANCELLED',
  'SIGNAL_RECEIVED',
]);

/** A workflow is not activated more often than something happened to it. */
export const noSpin: Law = {
  name: 'no-spin',
  statement: 'A workflow is not activated more often than something happened to it.',
  check(evidence) {
    for (const [workflowId, events] of eventsByWorkflow(evidence)) {
      let news = 0;
      let activations = 0;
      for (const { type, sequence } of events) {
        if (NEWS.has(type)) news += 1;
        if (type === 'WORKFLOW_SUSPENDED') activations += 1;
        if (activations <= news) continue;
        return {
          sentence: `Workflow ${workflowId} was activated ${activations} times by event ${sequence}, and only ${news} events had given it something to do.`,
          subjects: [workflowId],
          shape: 'more activations than events',
        };
      }
    }
    return undefined;
  },
};
