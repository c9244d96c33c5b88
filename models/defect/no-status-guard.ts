import { completeBy } from './completion.ts';
import type { Defect } from './defect.ts';

/**
 * A completion looks at the token of the lease and not at the status. The token stays after the end, and a request that
 * is delivered twice counts twice.
 */
export const noStatusGuard: Defect = {
  name: 'no-status-guard',
  summary: 'a completion is fenced by its token alone, which it still has when it comes a second time',
  source: 'a network that delivers at least once',
  breaks: 'exactly-once',
  shows: {
    scenario: 'completions',
    size: { tasks: 1, servers: 1 },
    faults: ['duplicated-call'],
    least: { actors: 2, preemptions: 0, faults: 1 },
  },
  apply: (engine, { sql }) => ({
    ...engine,
    completeTask: (request) =>
      completeBy(engine, sql, request, {
        async setCompleted(session, ignored) {
          const { taskId, attempt, token, output } = request;
          const rows = await session.query(
            `update task_execution set status = 'COMPLETED', output = $4::jsonb, ignored = $5, updated_at = now()
             where id = $1 and attempt = $2 and lease_token = $3 returning id`,
            [taskId, attempt, token, output === undefined ? null : JSON.stringify(output), ignored],
          );
          return rows.length === 1;
        },
      }),
  }),
};
