import { completeBy } from './completion.ts';
import type { Defect } from './defect.ts';

/** A task that is COMPLETED or FAILED is not completed again; one that was cancelled while it ran is. */
export const completeVsCancel: Defect = {
  name: 'complete-vs-cancel',
  summary:
    'a completion does not count for a task that has completed or failed, but for one that was cancelled',
  source: 'a list of final statuses that was not kept up',
  breaks: 'exactly-once',
  shows: {
    scenario: 'withdrawals',
    size: { tasks: 2, workers: 2, servers: 1 },
    least: { actors: 2, preemptions: 1, faults: 0 },
  },
  apply: (engine, { sql }) => ({
    ...engine,
    completeTask: (request) =>
      completeBy(engine, sql, request, {
        async setCompleted(session, ignored) {
          const { taskId, attempt, token, output } = request;
          const rows = await session.query(
            `update task_execution set status = 'COMPLETED', output = $4::jsonb, ignored = $5, updated_at = now()
             where id = $1 and status not in ('COMPLETED', 'FAILED') and attempt = $2 and lease_token = $3
             returning id`,
            [taskId, attempt, token, output === undefined ? null : JSON.stringify(output), ignored],
          );
          return rows.length === 1;
        },
      }),
  }),
};
