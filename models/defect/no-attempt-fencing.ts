import { completeBy } from './completion.ts';
import type { Defect } from './defect.ts';

/**
 * A completion counts if the task is RUNNING, whoever it is that runs it. An attempt whose lease was taken back ends the
 * attempt of the worker that has it now.
 */
export const noAttemptFencing: Defect = {
  name: 'no-attempt-fencing',
  summary: 'a completion is fenced by the status of its task, not by its attempt and the token of the lease',
  source: 'a status taken for a lease',
  breaks: 'one-owner',
  shows: {
    scenario: 'takeover',
    size: { tasks: 1, workers: 1, servers: 1 },
    least: { actors: 2, preemptions: 1, faults: 0 },
  },
  apply: (engine, { sql }) => ({
    ...engine,
    completeTask: (request) =>
      completeBy(engine, sql, request, {
        async setCompleted(session, ignored) {
          const { taskId, output } = request;
          const rows = await session.query(
            `update task_execution set status = 'COMPLETED', output = $2::jsonb, ignored = $3, updated_at = now()
             where id = $1 and status = 'RUNNING' returning id`,
            [taskId, output === undefined ? null : JSON.stringify(output), ignored],
          );
          return rows.length === 1;
        },
      }),
  }),
};
