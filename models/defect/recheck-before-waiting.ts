import type { Defect } from './defect.ts';
import { submitJudging } from './submission.ts';
import { readLastSequence } from './unfenced-completion.ts';

/**
 * Looks for events that the activation has not seen, and takes the lock on the workflow's row only then. What comes in
 * between finds the workflow RUNNING, and does not wake it.
 */
export const recheckBeforeWaiting: Defect = {
  name: 'recheck-before-waiting',
  summary: 'a submission looks for unseen events before it locks the workflow, not after',
  source: 'a check that was moved out of the transaction to keep it short',
  breaks: 'live',
  shows: {
    scenario: 'fan-out',
    size: { tasks: 2, workers: 1, servers: 1 },
    least: { actors: 2, preemptions: 1, faults: 0 },
  },
  apply: (engine, { sql }) => ({
    ...engine,
    async submitCommands(request) {
      const hasUnseen = (await readLastSequence(sql, request.workflowId)) > request.lastSeenSequence;
      return await submitJudging(sql, request, () => hasUnseen);
    },
  }),
};
