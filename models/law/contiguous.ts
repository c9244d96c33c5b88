import { eventsByWorkflow } from './history.ts';
import type { Law } from './law.ts';

/** The events of a workflow are numbered 1, 2, 3, … without gap or repeat. */
export const contiguous: Law = {
  name: 'contiguous',
  statement: 'The events of a workflow are numbered 1, 2, 3, … without gap or repeat.',
  check(evidence) {
    for (const [workflowId, events] of eventsByWorkflow(evidence)) {
      const index = events.findIndex((event, position) => event.sequence !== position + 1);
      const event = events[index];
      if (!event) continue;
      const isRepeat = events[index - 1]?.sequence === event.sequence;
      return {
        sentence: `In the history of ${workflowId}, event ${index + 1} (${event.type}) has sequence ${event.sequence}.`,
        subjects: [workflowId],
        shape: isRepeat ? 'repeated sequence' : 'gap in sequences',
      };
    }
    return undefined;
  },
};
