import { EngineError, recordFailure } from '../../src/engine/index.ts';
import { lockTask, lockWorkflowOfTask } from '../../src/store/index.ts';
import type { Defect } from './defect.ts';

/** Attempts are counted from 1, and this takes the first one for attempt 0. */
export const oneRetryTooMany: Defect = {
  name: 'one-retry-too-many',
  summary: 'a task is tried once more than its retries allow',
  source: 'a bound off by one',
  breaks: 'conserved',
  shows: {
    scenario: 'retries',
    size: { tasks: 4, workers: 1, servers: 1 },
    least: { actors: 1, preemptions: 0, faults: 0 },
  },
  apply: (engine, { sql, random }) => ({
    ...engine,
    failTask: (request) =>
      sql.transaction(async (session) => {
        const { taskId } = request;
        const workflow = await lockWorkflowOfTask(session, taskId);
        const task = await lockTask(session, taskId);
        if (!task) throw new EngineError('NOT_FOUND', taskId, `there is no task ${taskId}`);
        const generous = { ...task, retries: task.retries + 1 };
        return await recordFailure(session, { ...request, workflow, task: generous, random });
      }),
  }),
};
