import { wakeWorkflow } from '../../src/store/index.ts';
import type { Defect } from './defect.ts';
import { insertCompletion, readLastSequence, setTaskCompleted } from './unfenced-completion.ts';

const ATTEMPTS = 5;

/**
 * The first fix: on a unique violation read the sequence again and retry, five attempts in all. With six contenders
 * one of them can lose every time; it gives up, and still answers with success.
 */
export const fiveRetries: Defect = {
  name: 'five-retries',
  summary: 'completions retry a unique violation, and give up silently after five attempts',
  source: 'second rung of the ladder: the first fix of the original handler',
  breaks: 'exactly-once',
  shows: {
    scenario: 'completions',
    size: { tasks: 6, servers: 1 },
    least: { actors: 6, preemptions: 5, faults: 0 },
  },
  apply: (engine, { sql }) => ({
    ...engine,
    async completeTask(request) {
      const workflowId = await setTaskCompleted(sql, request);
      for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
        const last = await readLastSequence(sql, workflowId);
        if (!(await insertCompletion(sql, workflowId, last + 1, request))) continue;
        await wakeWorkflow(sql, workflowId);
        break;
      }
      return { type: 'RECORDED' };
    },
  }),
};
