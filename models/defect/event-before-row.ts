import { isWorkflowEnded } from '../../src/events/index.ts';
import { completeAttempt, lockTask, lockWorkflowOfTask, wakeWorkflow } from '../../src/store/index.ts';
import { appendCompletion } from './completion.ts';
import type { Defect } from './defect.ts';

/**
 * The event first, for it is what counts, and the task's row in a transaction of its own. A server that crashes in
 * between leaves a task that is still to be done: the worker that asks again, or the next attempt, appends once more.
 */
export const eventBeforeRow: Defect = {
  name: 'event-before-row',
  summary: 'a completion appends the event, and sets the row of the task in another transaction',
  source: 'the obvious remedy for row-before-event',
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
      const { taskId, attempt, token, output } = request;
      const isTold = await sql.transaction(async (session) => {
        const workflow = await lockWorkflowOfTask(session, taskId);
        const task = await lockTask(session, taskId);
        const isHeld = task?.status === 'RUNNING' && task.attempt === attempt && task.token === token;
        if (!isHeld || !workflow || isWorkflowEnded(workflow.status)) return false;
        await appendCompletion(session, workflow.id, request);
        await wakeWorkflow(session, workflow.id);
        return true;
      });
      if (!isTold) return await engine.completeTask(request); // there is nothing to tell
      await completeAttempt(sql, request, output, false);
      return { type: 'RECORDED' };
    },
  }),
};
