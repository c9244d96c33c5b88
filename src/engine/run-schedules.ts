import type { Sql } from '../ports/index.ts';
import {
  insertScheduleRun,
  lockDueSchedule,
  nextSchedule,
  openRuns,
  setNextRun,
  setRunsToCancel,
} from '../store/index.ts';
import type { EnginePorts } from './engine.ts';
import type { ScheduleTimes, SweepRequest, SweepResponse } from './operations.ts';
import { nextTime } from './schedule-times.ts';
import { createWorkflow } from './start-workflow.ts';

type DueSchedule = NonNullable<Awaited<ReturnType<typeof lockDueSchedule<ScheduleTimes>>>>;

/**
 * Starts the workflows of schedules that are due, each under the lock on its schedule. A workflow's id is made of its
 * schedule's and the time it was due at, so a run that a crash repeats is started once.
 */
export async function runSchedules({ sql }: EnginePorts, { limit }: SweepRequest): Promise<SweepResponse> {
  let count = 0;
  while (count < limit && (await sql.transaction(runNext))) count += 1;
  if (count === limit) return { count, nextInMs: 0 };
  const ms = await nextSchedule(sql);
  return ms === null ? { count } : { count, nextInMs: Math.max(ms, 0) };
}

/** @returns whether a schedule was due. */
async function runNext(session: Sql): Promise<boolean> {
  const schedule = await lockDueSchedule<ScheduleTimes>(session);
  if (!schedule) return false;
  const { id, times, missed, nextRunAt: runAt, now } = schedule;
  const following = nextTime(id, times, runAt, runAt);
  // It is missed if the run after it is due as well: then either one makes up for all, or none does.
  const isMissed = following <= now;
  await setNextRun(session, id, isMissed ? nextTime(id, times, now, runAt) : following);
  if (isMissed && missed === 'SKIP') {
    await insertScheduleRun(session, id, { runAt, type: 'SKIPPED', workflowId: null });
  } else await run(session, schedule);
  return true;
}

async function run(session: Sql, schedule: DueSchedule): Promise<void> {
  const { id, kind, queue, hasInput, input, overlap, nextRunAt: runAt } = schedule;
  const open = overlap === 'ALLOW' ? [] : await openRuns(session, id);
  if (open.length > 0 && overlap === 'SKIP') {
    await insertScheduleRun(session, id, { runAt, type: 'SKIPPED', workflowId: null });
    return;
  }
  if (open.length > 0) await setRunsToCancel(session, id, open);
  const workflowId = `${id}/${new Date(runAt).toISOString()}`;
  await createWorkflow(session, { id: workflowId, kind, queue, ...(hasInput ? { input } : {}) });
  await insertScheduleRun(session, id, { runAt, type: 'STARTED', workflowId });
}
