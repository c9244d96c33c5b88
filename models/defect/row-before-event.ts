import { isWorkflowEnded } from '../../src/events/index.ts';
import { completeAttempt, lockWorkflowOfTask, wakeWorkflow } from '../../src/store/index.ts';
import { appendCompletion } from './completion.ts';
import type { Defect } from './defect.ts';

/**
 * The task's row in a transaction of its own, then its event. A server that crashes in between leaves a task that is
 * done and that history knows nothing of; and a worker that asks again is told that its result is there.
 */
export const rowBeforeEvent: Defect = {
  name: 'row-before-event',
  summary: 'a completion sets the row of the task, and appends the event in another transaction',
  source: 'the original completion handler without its race',
  breaks: 'exactly-once',
  shows: {
    scenario: 'completions',
    size: { tasks: 1, servers: 1 },
    faults: ['lost-connection'],
    least: { actors: 1, preemptions: 0, faults: 1 },
  },
  apply: (engine, { sql }) => ({
    ...engine,
    async completeTask(request) {
      if (!(await completeAttempt(sql, request, request.output, false))) {
        return await engine.completeTask(request); // which knows what to answer
      }
      await sql.transaction(async (session) => {
        const workflow = await lockWorkflowOfTask(session, request.taskId);
        if (!workflow || isWorkflowEnded(workflow.status)) return;
        await appendCompletion(session, workflow.id, request);
        await wakeWorkflow(session, workflow.id);
      });
      return { type: 'RECORDED' };
    },
  }),
};
