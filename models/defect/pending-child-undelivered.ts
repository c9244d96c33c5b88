import { EngineError } from '../../src/engine/index.ts';
import { appendEvents, lockWorkflow, setWorkflowCancelled } from '../../src/store/index.ts';
import type { Defect } from './defect.ts';

/**
 * Parents are told of their children's ends by the submissions that end them. A child that is cancelled before it has
 * begun never submits anything, and its parent waits for ever.
 */
export const pendingChildUndelivered: Defect = {
  name: 'pending-child-undelivered',
  summary: 'only a submission tells the parent of an end, and a child cancelled while PENDING makes none',
  source: 'an end that was added later than the code that delivers ends',
  breaks: 'live',
  shows: { scenario: 'called-off', least: { actors: 1, preemptions: 0, faults: 0 } },
  apply: (engine, { sql }) => ({
    ...engine,
    async cancelWorkflow(request) {
      const { workflowId, reason } = request;
      const hasEnded = await sql.transaction(async (session) => {
        const workflow = await lockWorkflow(session, workflowId);
        if (!workflow) throw new EngineError('NOT_FOUND', workflowId, `there is no workflow ${workflowId}`);
        if (workflow.status !== 'PENDING' || workflow.submittedToken !== null) return false;
        await appendEvents(session, workflowId, [
          { type: 'CANCELLATION_REQUESTED', data: reason === undefined ? {} : { reason } },
          { type: 'WORKFLOW_CANCELLED', data: {} },
        ]);
        await setWorkflowCancelled(session, workflowId);
        return true;
      });
      return hasEnded ? { type: 'CANCELLED' } : await engine.cancelWorkflow(request);
    },
  }),
  applyToSweeps: (sweeps) => ({ ...sweeps, deliverChildEnds: () => Promise.resolve({ count: 0 }) }),
};
