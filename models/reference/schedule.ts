import type {
  GetScheduleResponse,
  Nothing,
  PutScheduleRequest,
  PutScheduleResponse,
  ScheduleAddress,
  SweepRequest,
  SweepResponse,
} from '../../src/engine/index.ts';
import { isWorkflowEnded } from '../../src/events/index.ts';
import { create } from './start-workflow.ts';
import { put, type Schedule, type State, without } from './state.ts';
import { earliest, type Moment, refuse, type Step, swept } from './step.ts';

const SHOWN = 20;

/** A schedule is due for the first time an interval from now. Cron expressions are croner's business, not modelled. */
export function putSchedule(
  state: State,
  schedule: PutScheduleRequest,
  { now }: Moment,
): Step<PutScheduleResponse> {
  const nextRunAt = now + intervalOf(schedule);
  const runs = state.schedules.get(schedule.id)?.runs ?? [];
  const schedules = put(state.schedules, schedule.id, { ...schedule, nextRunAt, runs });
  return { state: { ...state, schedules }, answer: { nextRunAt } };
}

export function getSchedule(state: State, { scheduleId }: ScheduleAddress): Step<GetScheduleResponse> {
  const schedule = state.schedules.get(scheduleId);
  if (!schedule) return refuse(state, 'NOT_FOUND');
  const runs = schedule.runs
    .toReversed()
    .slice(0, SHOWN)
    .map(({ mustCancel, ...run }) => run);
  return { state, answer: { ...schedule, runs } };
}

export function deleteSchedule(state: State, { scheduleId }: ScheduleAddress): Step<Nothing> {
  if (!state.schedules.has(scheduleId)) return refuse(state, 'NOT_FOUND');
  return { state: { ...state, schedules: without(state.schedules, scheduleId) }, answer: {} };
}

/** Schedules that are due start their workflows, the longest due first. */
export function runSchedules(state: State, { limit }: SweepRequest, moment: Moment): Step<SweepResponse> {
  let next = state;
  let count = 0;
  for (; count < limit; count += 1) {
    const [first] = [...next.schedules.values()]
      .filter(({ nextRunAt }) => nextRunAt <= moment.now)
      .sort((a, b) => a.nextRunAt - b.nextRunAt || (a.id < b.id ? -1 : 1));
    if (!first) break;
    next = runOne(next, first, moment.now);
  }
  const nextRunAt = earliest([...next.schedules.values()].map((each) => each.nextRunAt));
  return swept(next, { count, found: count, limit }, moment, nextRunAt);
}

/** If the run after this one is due as well, it was missed; the next one is the first that is still to come. */
function runOne(state: State, schedule: Schedule, now: number): State {
  const { id, missed, nextRunAt: runAt } = schedule;
  const everyMs = intervalOf(schedule);
  const isMissed = runAt + everyMs <= now;
  const intervals = isMissed ? Math.floor((now - runAt) / everyMs) + 1 : 1;
  const due = { ...schedule, nextRunAt: runAt + intervals * everyMs };
  if (isMissed && missed === 'SKIP') return record(state, due, { runAt, type: 'SKIPPED' });
  const open = schedule.runs.filter(({ workflowId }) => {
    const workflow = workflowId === undefined ? undefined : state.workflows.get(workflowId);
    return workflow !== undefined && !isWorkflowEnded(workflow.status);
  });
  if (open.length > 0 && schedule.overlap === 'SKIP') return record(state, due, { runAt, type: 'SKIPPED' });
  const isGivenUp = schedule.overlap === 'CANCEL_PREVIOUS';
  const runs = due.runs.map((run) => (isGivenUp && open.includes(run) ? { ...run, mustCancel: true } : run));
  const workflowId = `${id}/${new Date(runAt).toISOString()}`;
  const { kind, queue, input } = schedule;
  const request = { id: workflowId, kind, queue, ...(input === undefined ? {} : { input }) };
  const started = state.workflows.has(workflowId) ? state : create(state, request, now);
  return record(started, { ...due, runs }, { runAt, type: 'STARTED', workflowId });
}

function record(state: State, schedule: Schedule, run: Omit<Schedule['runs'][number], 'mustCancel'>): State {
  const runs = [...schedule.runs, { ...run, mustCancel: false }];
  return { ...state, schedules: put(state.schedules, schedule.id, { ...schedule, runs }) };
}

function intervalOf({ id, times }: PutScheduleRequest): number {
  if (times.type === 'INTERVAL') return times.everyMs;
  throw new Error(`schedule ${id}: cron expressions are not modelled`);
}
