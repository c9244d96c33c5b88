import type { Defect } from './defect.ts';
import { submitThenRecheck } from './submission.ts';

/**
 * The fourth fix: forget about sequences, and resume the workflow if every task that it has scheduled has ended. That
 * is right for whoever joins all of them. Whoever waits for the first of several, for a timer, a promise or a signal
 * waits for ever if it lands while the activation runs.
 */
export const allTasksDone: Defect = {
  name: 'all-tasks-done',
  summary: 'once it waits, a workflow is resumed only if all of its tasks have ended',
  source: 'fifth rung of the ladder: the fourth fix of the original handler',
  breaks: 'live',
  shows: {
    scenario: 'signals',
    size: { tasks: 1, workers: 1, servers: 1 },
    least: { actors: 2, preemptions: 1, faults: 0 },
  },
  apply: (engine, { sql }) => ({
    ...engine,
    submitCommands: (request) =>
      submitThenRecheck(sql, request, async () => {
        const [tasks] = await sql.query<{ areDone: boolean }>(
          `select count(*) > 0 and count(*) filter (where type = 'TASK_SCHEDULED')
                = count(*) filter (where type <> 'TASK_SCHEDULED') as "areDone"
           from workflow_event
           where workflow_id = $1 and type in ('TASK_SCHEDULED', 'TASK_COMPLETED', 'TASK_FAILED', 'TASK_CANCELLED')`,
          [request.workflowId],
        );
        return tasks?.areDone === true;
      }),
  }),
};
