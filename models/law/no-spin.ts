import type { EventType } from '../../src/events/index.ts';
import type { Evidence } from './evidence.ts';
import { eventsByWorkflow } from './history.ts';
import type { Law, Witness } from './law.ts';

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

/** More often than things can be done by others between two looks. */
const PATIENCE = 50;

/** Whoever looks for something to do rests where there is nothing. */
export const noSpin: Law = {
  name: 'no-spin',
  statement:
    'A workflow is not activated more often than something happened to it, and sweeps that have nothing to do come to rest.',
  check(evidence) {
    return needlessActivation(evidence) ?? restlessSweep(evidence);
  },
};

function needlessActivation(evidence: Evidence): Witness | undefined {
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
}

function restlessSweep({ vainSweeps }: Evidence): Witness | undefined {
  const restless = vainSweeps.find(({ times }) => times > PATIENCE);
  return (
    restless && {
      sentence: `${restless.sweep} found nothing to do ${restless.times} times in a row, and asked for the next round at once each time.`,
      subjects: [],
      shape: `${restless.sweep} without rest`,
    }
  );
}
