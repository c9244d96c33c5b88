import { createEngine } from '../../src/engine/index.ts';
import type { Failure } from '../../src/events/index.ts';
import { abandonedAttempts, abandonedWorkflows, reclaimWorkflow } from '../../src/store/index.ts';
import type { Defect } from './defect.ts';

const ABANDONED: Failure = {
  name: 'LeaseExpired',
  message: 'the worker that held the task was not heard of',
};

/**
 * Attempts whose leases are over are failed in their workers' place, as these would do it: under the attempt's token,
 * which is still good if the worker was heard of in between.
 */
export const reclaimDespiteHeartbeat: Defect = {
  name: 'reclaim-despite-heartbeat',
  summary: 'the sweep takes back what was overdue when it looked, though the worker was heard of since',
  source: 'the token is checked under the lock, and the expiry is not checked again',
  breaks: 'one-owner',
  shows: { scenario: 'heartbeats', least: { actors: 2, preemptions: 1, faults: 0 } },
  applyToSweeps: (sweeps, ports) => ({
    ...sweeps,
    async reclaimLeases({ limit }) {
      const workflows = await abandonedWorkflows(ports.sql, limit);
      for (const id of workflows) await reclaimWorkflow(ports.sql, id);
      const attempts = await abandonedAttempts(ports.sql, limit);
      const engine = createEngine(ports);
      for (const attempt of attempts)
        await engine.failTask({ ...attempt, error: ABANDONED, retryable: true });
      return { count: workflows.length + attempts.length };
    },
  }),
};
