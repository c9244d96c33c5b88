import { isWorkflowEnded } from '../../src/events/index.ts';
import { completeAttempt, lockWorkflowOfTask, wakeWorkflow } from '../../src/store/index.ts';
import { appendCompletion } from './completion.ts';
import type { Defect } from './defect.ts';

/**
 * The wake-up once everything is committed, as if it were a mere notification. A server that crashes before it leaves a
 * workflow that waits for what has happened, and a worker that asks again is told that its result is there.
 */
export const wakeAfterCommit: Defect = {
  name: 'wake-after-commit',
  summary: 'a completion wakes its workflow only after its transaction',
  source: 'a wake-up taken for a notification',
  breaks: 'live',
  shows: {
    scenario: 'completions',
    size: { tasks: 1, servers: 1 },
    faults: ['lost-connection'],
    least: { actors: 1, preemptions: 0, faults: 1 },
  },
  apply: (engine, { sql }) => ({
    ...engine,
    async completeTask(request) {
      const workflowId = await sql.transaction(async (session) => {
        const workflow = await lockWorkflowOfTask(session, request.taskId);
        if (!workflow || isWorkflowEnded(workflow.status)) return undefined;
        if (!(await completeAttempt(session, request, request.output, false))) return undefined;
        await appendCompletion(session, workflow.id, request);
        return workflow.id;
      });
      if (workflowId === undefined) return await engine.completeTask(request); // there is nobody to wake
      await wakeWorkflow(sql, workflowId);
      return { type: 'RECORDED' };
    },
  }),
};
