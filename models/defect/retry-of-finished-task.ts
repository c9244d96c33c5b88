import { lockTask } from '../../src/store/index.ts';
import type { Defect } from './defect.ts';

/**
 * A failed attempt sends its task back to be tried again, whatever has become of the task. One whose lease was taken
 * back, and which fails when another attempt has succeeded, has the task done once more.
 */
export const retryOfFinishedTask: Defect = {
  name: 'retry-of-finished-task',
  summary: 'a failed attempt sets its task PENDING again without asking whether the task has ended since',
  source: 'a guard on the statements that end a task, and none on the one that retries it',
  breaks: 'exactly-once',
  shows: {
    scenario: 'takeover',
    size: { tasks: 1, workers: 1, servers: 1 },
    least: { actors: 2, preemptions: 1, faults: 0 },
  },
  apply: (engine, { sql }) => ({
    ...engine,
    async failTask(request) {
      const { taskId, attempt, error, retryable } = request;
      const isRetrying = await sql.transaction(async (session) => {
        const task = await lockTask(session, taskId);
        if (!task || !retryable || attempt > task.retries) return false;
        await session.query(
          `update task_execution
           set status = 'PENDING', error = $2::jsonb, run_after = now() + $3 * interval '1 millisecond',
               updated_at = now()
           where id = $1`,
          [taskId, JSON.stringify(error), task.initialDelay],
        );
        return true;
      });
      return isRetrying ? { type: 'RETRYING' } : await engine.failTask(request);
    },
  }),
};
