import type { Defect } from './defect.ts';
import { submitThenRecheck } from './submission.ts';
import { readLastSequence } from './unfenced-completion.ts';

/**
 * The third fix: a submission reads where the history ends, and resumes its workflow if the batch ends further on than
 * that and the length of the batch: then something got in between. What came before the server's read and after the
 * client's, which is when the activation began, is counted as seen.
 */
export const expectedFinal: Defect = {
  name: 'expected-final',
  summary:
    'a submission expects events that came after its own read, and forgets those after its client read',
  source: 'fourth rung of the ladder: the third fix of the original handler',
  breaks: 'live',
  shows: {
    scenario: 'signals',
    size: { tasks: 1, workers: 1, servers: 1 },
    least: { actors: 2, preemptions: 1, faults: 0 },
  },
  apply: (engine, { sql }) => ({
    ...engine,
    async submitCommands(request) {
      const read = await readLastSequence(sql, request.workflowId);
      return await submitThenRecheck(sql, request, ({ before, last }) => {
        const length = last - before;
        return Promise.resolve(last > read + length);
      });
    },
  }),
};
