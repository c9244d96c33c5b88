import { completeBy } from './completion.ts';
import type { Defect } from './defect.ts';
import { setTaskCompleted } from './unfenced-completion.ts';

/**
 * A completion looks whether it counts before it takes the lock, and does not look again. Of two that look at the same
 * time, both count.
 */
export const checkThenComplete: Defect = {
  name: 'check-then-complete',
  summary: 'a completion checks that its attempt holds the lease, and then completes the task all the same',
  source: 'a guard in the handler instead of the statement',
  breaks: 'exactly-once',
  shows: {
    scenario: 'completions',
    size: { tasks: 1, servers: 1 },
    faults: ['duplicated-call'],
    least: { actors: 2, preemptions: 1, faults: 1 },
  },
  apply: (engine, { sql }) => ({
    ...engine,
    async completeTask(request) {
      const { taskId, attempt, token } = request;
      const held = await sql.query(
        `select id from task_execution
         where id = $1 and status = 'RUNNING' and attempt = $2 and lease_token = $3`,
        [taskId, attempt, token],
      );
      return await completeBy(engine, sql, request, {
        async setCompleted(session) {
          if (held.length === 0) return false;
          await setTaskCompleted(session, request);
          return true;
        },
      });
    },
  }),
};
