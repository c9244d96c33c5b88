import { wakeWorkflow } from '../../src/store/index.ts';
import type { Defect } from './defect.ts';
import { insertCompletion, readLastSequence, setTaskCompleted } from './unfenced-completion.ts';

/**
 * The bug that started it all. Concurrent handlers read the same last sequence, one insert wins, and the others'
 * unique violation is taken for a duplicate: swallowed, and answered with success. The original kept the sequence in
 * a column of the workflow's row; here it is read from the history itself, which is kinder, and loses just the same.
 */
export const sequenceFromRow: Defect = {
  name: 'sequence-from-row',
  summary: 'completions number their event from a sequence read earlier, and swallow the unique violation',
  source: "first rung of the ladder: a production engine's original completion handler",
  breaks: 'exactly-once',
  shows: {
    scenario: 'completions',
    size: { tasks: 2, servers: 1 },
    least: { actors: 2, preemptions: 1, faults: 0 },
  },
  apply: (engine, { sql }) => ({
    ...engine,
    async completeTask(request) {
      const workflowId = await setTaskCompleted(sql, request);
      const last = await readLastSequence(sql, workflowId);
      await insertCompletion(sql, workflowId, last + 1, request);
      await wakeWorkflow(sql, workflowId);
      return { type: 'RECORDED' };
    },
  }),
};
