import { TERMINAL_TASK_EVENTS, TERMINAL_WORKFLOW_EVENTS } from '../../src/events/index.ts';
import { eventsByWorkflow } from './history.ts';
import type { Law } from './law.ts';

/** A task's initiating event comes before its terminal event, and nothing follows the end of a workflow. */
export const ordered: Law = {
  name: 'ordered',
  statement:
    "A task's scheduling comes before its end in the history, and nothing follows the end of a workflow.",
  check(evidence) {
    for (const [workflowId, events] of eventsByWorkflow(evidence)) {
      const scheduled = new Set<string>();
      let end: string | undefined;
      for (const { sequence, type, data } of events) {
        if (end !== undefined) {
          return {
            sentence: `In the history of ${workflowId}, ${type} (${sequence}) follows ${end}.`,
            subjects: [workflowId, ...(data.taskId === undefined ? [] : [data.taskId])],
            shape: `${type} after the end`,
          };
        }
        if (type === 'TASK_SCHEDULED' && data.taskId !== undefined) scheduled.add(data.taskId);
        if (TERMINAL_TASK_EVENTS.has(type) && data.taskId !== undefined && !scheduled.has(data.taskId)) {
          return {
            sentence: `In the history of ${workflowId}, ${type} (${sequence}) of ${data.taskId} comes before its TASK_SCHEDULED.`,
            subjects: [workflowId, data.taskId],
            shape: `${type} before TASK_SCHEDULED`,
          };
        }
        if (TERMINAL_WORKFLOW_EVENTS.has(type)) end = type;
      }
    }
    return undefined;
  },
};
