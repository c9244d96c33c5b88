import { isTaskEnded, isWorkflowEnded } from '../../src/events/index.ts';
import { eventsByWorkflow } from './history.ts';
import type { Law } from './law.ts';

/** Once nothing interferes any more, every workflow whose awaited things are done is done. */
export const live: Law = {
  name: 'live',
  statement: 'Once nothing interferes any more, every workflow comes to its end within bounded time.',
  check(evidence) {
    const histories = eventsByWorkflow(evidence);
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
