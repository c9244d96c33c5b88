import type { SubmitCommandsRequest } from '../../src/engine/index.ts';
import { isUniqueViolation, type Sql } from '../../src/ports/index.ts';
import type { Defect } from './defect.ts';
import {
  answerUnleased,
  appendBatch,
  type Applied,
  applyBatch,
  lockSubmitting,
  setOutcome,
} from './submission.ts';
import { withoutRowLocks } from './without-row-locks.ts';

const MOST_TRIES = 100;

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
      await appendAnyhow(unlocked, request, await applyBatch(unlocked, request));
      return await setOutcome(unlocked, request, false, workflow.cancelRequested);
    },
  }),
};

/** Appends a batch without a lock: whose numbers are taken takes the next ones. */
async function appendAnyhow(
  sql: Sql,
  { workflowId }: SubmitCommandsRequest,
  applied: Applied,
): Promise<void> {
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    try {
      await appendBatch(sql, workflowId, applied);
      return;
    } catch (error) {
      if (!isUniqueViolation(error) || tries === MOST_TRIES) throw error;
    }
  }
}
