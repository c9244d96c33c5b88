import { TERMINAL_WORKFLOW_EVENTS } from '../../src/events/index.ts';
import { AWAITED } from './awaited.ts';
import { eventsByWorkflow } from './history.ts';
import type { Law } from './law.ts';

/** An initiating event comes before its terminal event, and nothing follows the end of a workflow. */
export const ordered: Law = {
  name: 'ordered',
  statement:
    'In a history, whatever is waited for is asked for before it ends, and nothing follows the end of a workflow.',
  check(evidence) {
    for (const [workflowId, events] of eventsByWorkflow(evidence)) {
      const begun = new Set<string>();
      let end: string | undefined;
      for (const { sequence, type, data } of events) {
        const kind = AWAITED.find(
          ({ begins, ends }) => begins === type || Object.values(ends).includes(type),
        );
        const id = kind?.idOf(data);
        if (end !== undefined) {
          return {
            sentence: `In the history of ${workflowId}, ${type} (${sequence}) follows ${end}.`,
            subjects: [workflowId, ...(id === undefined ? [] : [id])],
            shape: `${type} after the end`,
          };
        }
        if (TERMINAL_WORKFLOW_EVENTS.has(type)) end = type;
        if (!kind || id === undefined) continue;
        const key = `${kind.name} ${id}`;
        if (type === kind.begins) begun.add(key);
        else if (!begun.has(key)) {
          return {
            sentence: `In the history of ${workflowId}, ${type} (${sequence}) of ${id} comes before its ${kind.begins}.`,
            subjects: [workflowId, id],
            shape: `${type} before ${kind.begins}`,
          };
        }
      }
    }
    return undefined;
  },
};
