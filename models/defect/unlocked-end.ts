import type { Defect } from './defect.ts';
import { answerUnleased, appendBatch, applyBatch, lockSubmitting, setOutcome } from './submission.ts';
import { withoutRowLocks } from './without-row-locks.ts';

/**
 * A workflow that ends waits for nothing any more, so why wait for the lock on its row? The end is written statement by
 * statement, and a completion that gets in between still finds the workflow RUNNING: it is appended after the end.
 */
export const unlockedEnd: Defect = {
  name: 'unlocked-end',
  summary: "a submission that ends its workflow does not lock the workflow's row",
  source: 'a short cut for submissions that nothing can follow',
  breaks: 'ordered',
  shows: {
    scenario: 'photo-finish',
    size: { tasks: 3, workers: 1, servers: 1 },
    least: { actors: 2, preemptions: 1, faults: 0 },
  },
  apply: (engine, { sql }) => ({
    ...engine,
    async submitCommands(request) {
      if (request.outcome.type === 'SUSPENDED') return await engine.submitCommands(request);
      const unlocked = withoutRowLocks(sql);
      const workflow = await lockSubmitting(unlocked, request);
      const unleased = answerUnleased(workflow, request);
      if (unleased) return unleased;
      await appendBatch(unlocked, request.workflowId, await applyBatch(unlocked, request));
      return await setOutcome(unlocked, request, false, workflow.cancelRequested);
    },
  }),
};
