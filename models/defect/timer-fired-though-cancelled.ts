import type { Sql } from '../../src/ports/index.ts';
import { isWorkflowEnded } from '../../src/events/index.ts';
import {
  appendEvents,
  dueTimers,
  lockWorkflow,
  nextTimer,
  setTimerFired,
  type TimerAddress,
  wakeWorkflow,
} from '../../src/store/index.ts';
import type { Defect } from './defect.ts';

/**
 * The sweep takes the list of due timers for the truth: when it comes to one of them, it does not look again whether
 * that has been cancelled meanwhile.
 */
export const timerFiredThoughCancelled: Defect = {
  name: 'timer-fired-though-cancelled',
  summary: 'the sweep fires whatever was due when it looked, cancelled meanwhile or not',
  source: 'an update by key alone: the guard on the status is in the select, and not in the update',
  breaks: 'exactly-once',
  shows: { scenario: 'last-moment', size: { tasks: 1 }, least: { actors: 2, preemptions: 1, faults: 0 } },
  applyToSweeps: (sweeps, { sql }) => ({
    ...sweeps,
    async fireTimers({ limit }) {
      const due = await dueTimers(sql, limit);
      for (const timer of due) await sql.transaction((session) => fire(session, timer));
      const ms = await nextTimer(sql);
      return ms === null ? { count: due.length } : { count: due.length, nextInMs: Math.max(ms, 0) };
    },
  }),
};

async function fire(session: Sql, timer: TimerAddress): Promise<void> {
  const { workflowId, timerId } = timer;
  const workflow = await lockWorkflow(session, workflowId);
  if (!workflow) return;
  if (isWorkflowEnded(workflow.status)) {
    await setTimerFired(session, timer, true);
    return;
  }
  await session.query("update timer set status = 'FIRED' where workflow_id = $1 and timer_id = $2", [
    workflowId,
    timerId,
  ]);
  await appendEvents(session, workflowId, [{ type: 'TIMER_FIRED', data: { timerId } }]);
  await wakeWorkflow(session, workflowId);
}
