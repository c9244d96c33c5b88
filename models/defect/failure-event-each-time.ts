import { EngineError, recordFailure } from '../../src/engine/index.ts';
import { appendEvents, lockTask, lockWorkflowOfTask, wakeWorkflow } from '../../src/store/index.ts';
import type { Defect } from './defect.ts';

/** Each attempt that fails is told to the workflow, also one that will be followed by another. */
export const failureEventEachTime: Defect = {
  name: 'failure-event-each-time',
  summary: 'TASK_FAILED is appended for each attempt that fails, not for the last one alone',
  source: 'an attempt taken for its task',
  breaks: 'exactly-once',
  shows: {
    scenario: 'retries',
    size: { tasks: 2, workers: 1, servers: 1 },
    least: { actors: 1, preemptions: 0, faults: 0 },
  },
  apply: (engine, { sql, random }) => ({
    ...engine,
    failTask: (request) =>
      sql.transaction(async (session) => {
        const { taskId, error } = request;
        const workflow = await lockWorkflowOfTask(session, taskId);
        const task = await lockTask(session, taskId);
        if (!task) throw new EngineError('NOT_FOUND', taskId, `there is no task ${taskId}`);
        const answer = await recordFailure(session, { ...request, workflow, task, random });
        if (workflow && answer.type === 'RETRYING') {
          await appendEvents(session, workflow.id, [{ type: 'TASK_FAILED', data: { taskId, error } }]);
          await wakeWorkflow(session, workflow.id);
        }
        return answer;
      }),
  }),
};
