import type { Defect } from './defect.ts';
import { answerUnleased, appendBatch, applyBatch, lockSubmitting, setOutcome } from './submission.ts';

/**
 * The rows of a batch in one transaction, its events and the workflow's status in the next. A task may be done before
 * history says that it was scheduled; and if nobody comes to the second one, it is scheduled again, and cannot be.
 */
export const tornBatch: Defect = {
  name: 'torn-batch',
  summary: "a submission's rows are in one transaction, its events and status in another",
  source: 'a submission made of two services that bring a transaction each',
  breaks: 'live',
  shows: {
    scenario: 'fan-out',
    size: { tasks: 1, workers: 1, servers: 1 },
    faults: ['crash-server'],
    least: { actors: 1, preemptions: 0, faults: 1 },
  },
  apply: (engine, { sql }) => ({
    ...engine,
    async submitCommands(request) {
      const { workflowId, lastSeenSequence } = request;
      const first = await sql.transaction(async (session) => {
        const unleased = answerUnleased(await lockSubmitting(session, request), request);
        return unleased ?? { applied: await applyBatch(session, request) };
      });
      if (!('applied' in first)) return first;
      const { applied } = first;
      return await sql.transaction(async (session) => {
        const { cancelRequested } = await lockSubmitting(session, request);
        const { before } = await appendBatch(session, workflowId, applied);
        const hasUnseen = applied.hasNews || before > lastSeenSequence;
        return await setOutcome(session, request, hasUnseen, cancelRequested);
      });
    },
  }),
};
