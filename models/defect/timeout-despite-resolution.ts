import { isWorkflowEnded } from '../../src/events/index.ts';
import type { Sql } from '../../src/ports/index.ts';
import {
  appendEvents,
  duePromises,
  lockWorkflow,
  nextPromiseTimeout,
  type PromiseAddress,
  setPromiseTimedOut,
  wakeWorkflow,
} from '../../src/store/index.ts';
import type { Defect } from './defect.ts';

/** A promise is resolved just in time, and times out all the same: the sweep found it open a moment before. */
export const timeoutDespiteResolution: Defect = {
  name: 'timeout-despite-resolution',
  summary: 'the sweep gives up whatever promise was overdue when it looked, resolved meanwhile or not',
  source: 'an update that asks for the time again, and not for the status',
  breaks: 'exactly-once',
  shows: { scenario: 'last-moment', size: { tasks: 1 }, least: { actors: 2, preemptions: 1, faults: 0 } },
  applyToSweeps: (sweeps, { sql }) => ({
    ...sweeps,
    async expirePromises({ limit }) {
      const due = await duePromises(sql, limit);
      for (const promise of due) await sql.transaction((session) => expire(session, promise));
      const ms = await nextPromiseTimeout(sql);
      return ms === null ? { count: due.length } : { count: due.length, nextInMs: Math.max(ms, 0) };
    },
  }),
};

async function expire(session: Sql, promise: PromiseAddress): Promise<void> {
  const { workflowId, name } = promise;
  const workflow = await lockWorkflow(session, workflowId);
  if (!workflow) return;
  if (isWorkflowEnded(workflow.status)) {
    await setPromiseTimedOut(session, promise, true);
    return;
  }
  await session.query(
    `update promise set status = 'TIMED_OUT', value = null
     where workflow_id = $1 and name = $2 and timeout_at <= now()`,
    [workflowId, name],
  );
  await appendEvents(session, workflowId, [{ type: 'PROMISE_TIMED_OUT', data: { name } }]);
  await wakeWorkflow(session, workflowId);
}
