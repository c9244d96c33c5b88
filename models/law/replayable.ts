import type { Law } from './law.ts';

/** Every activation of every history comes to the same again. */
export const replayable: Law = {
  name: 'replayable',
  statement:
    'Whatever an activation saw, the code asks for the same again, ends in the same way and returns the same.',
  check({ replayFailures }) {
    const failure = replayFailures[0];
    return (
      failure && {
        sentence: `The history of ${failure.workflowId} does not replay: ${failure.problem}.`,
        subjects: [failure.workflowId],
        shape: failure.problem.replaceAll(/\d+/g, '…'),
      }
    );
  },
};
