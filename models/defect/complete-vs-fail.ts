import { type Failure, isWorkflowEnded } from '../../src/events/index.ts';
import type { Sql } from '../../src/ports/index.ts';
import {
  appendEvents,
  expiredTasks,
  lockWorkflowOfTask,
  nextDeadline,
  wakeWorkflow,
} from '../../src/store/index.ts';
import type { Defect } from './defect.ts';

const TIMED_OUT: Failure = { name: 'TaskTimedOut', message: 'the task did not end before its deadline' };

/**
 * A sweep looks for tasks whose deadlines are over, and fails what it has found. What was completed since it looked is
 * failed, too.
 */
export const completeVsFail: Defect = {
  name: 'complete-vs-fail',
  summary: 'tasks that were late when a sweep looked are failed, even if they have been completed since',
  source: 'a sweep that trusts what it has found',
  breaks: 'exactly-once',
  shows: {
    scenario: 'deadlines',
    size: { tasks: 1, workers: 1, servers: 1 },
    least: { actors: 2, preemptions: 1, faults: 0 },
  },
  applyToSweeps: (sweeps, { sql }) => ({
    ...sweeps,
    async expireDeadlines({ limit }) {
      const found = await expiredTasks(sql, limit);
      for (const taskId of found) await sql.transaction((session) => fail(session, taskId));
      const nextInMs = await nextDeadline(sql);
      return { count: found.length, ...(nextInMs === null ? {} : { nextInMs }) };
    },
  }),
};

async function fail(session: Sql, taskId: string): Promise<void> {
  const workflow = await lockWorkflowOfTask(session, taskId);
  const ignored = workflow !== undefined && isWorkflowEnded(workflow.status);
  await session.query(
    `update task_execution set status = 'FAILED', error = $2::jsonb, ignored = $3, updated_at = now() where id = $1`,
    [taskId, JSON.stringify(TIMED_OUT), ignored],
  );
  if (!workflow || ignored) return;
  await appendEvents(session, workflow.id, [{ type: 'TASK_FAILED', data: { taskId, error: TIMED_OUT } }]);
  await wakeWorkflow(session, workflow.id);
}
