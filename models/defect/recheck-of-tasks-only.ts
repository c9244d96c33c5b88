import type { Defect } from './defect.ts';
import { submitJudging } from './submission.ts';

/**
 * The check for unseen events was written when there were tasks and signals. Timers, promises and children came later,
 * and it does not know them: one that ends while its workflow runs wakes nobody.
 */
export const recheckOfTasksOnly: Defect = {
  name: 'recheck-of-tasks-only',
  summary: 'a submission looks for unseen ends of tasks, and not for those of timers, promises and children',
  source: 'a list of event types that was not kept up',
  breaks: 'live',
  shows: {
    scenario: 'promises',
    size: { tasks: 1, workers: 1, servers: 1 },
    least: { actors: 2, preemptions: 1, faults: 0 },
  },
  apply: (engine, { sql }) => ({
    ...engine,
    submitCommands: (request) =>
      submitJudging(sql, request, async (session) => {
        const [found] = await session.query<{ hasUnseen: boolean }>(
          `select exists (
             select 1 from workflow_event where workflow_id = $1 and sequence > $2 and type in
               ('TASK_COMPLETED', 'TASK_FAILED', 'TASK_CANCELLED', 'SIGNAL_RECEIVED', 'CANCELLATION_REQUESTED')
           ) as "hasUnseen"`,
          [request.workflowId, request.lastSeenSequence],
        );
        return found?.hasUnseen === true;
      }),
  }),
};
