import type { Json } from '../events/index.ts';
import type { Sql } from '../ports/index.ts';
import { optionalJson } from './optional-json.ts';

/** A schedule, as its row has it. */
export type Schedule<Times> = {
  readonly id: string;
  readonly times: Times;
  readonly kind: string;
  readonly queue: string;
  readonly input?: Json;
  readonly overlap: 'SKIP' | 'ALLOW' | 'CANCEL_PREVIOUS';
  readonly missed: 'SKIP' | 'RUN_ONCE';
};

type ScheduleRow<Times> = Omit<Schedule<Times>, 'input'> & {
  readonly hasInput: boolean;
  readonly input: Json;
  /** In milliseconds since the Unix epoch. */
  readonly nextRunAt: number;
  /** What time it is, likewise. */
  readonly now: number;
};

/** A time at which a schedule was due, and what came of it. */
export type ScheduleRun = {
  readonly runAt: number;
  readonly type: 'STARTED' | 'SKIPPED';
  readonly workflowId: string | null;
};

const COLUMNS = `id, times, kind, queue, input is not null as "hasInput", input, overlap, missed,
            floor(extract(epoch from next_run_at) * 1000)::bigint as "nextRunAt",
            floor(extract(epoch from now()) * 1000)::bigint as now`;

/** The database's time, in milliseconds since the Unix epoch. */
export async function databaseTime(sql: Sql): Promise<number> {
  const rows = await sql.query<{ now: number }>(
    'select floor(extract(epoch from now()) * 1000)::bigint as now',
  );
  const row = rows[0];
  if (!row) throw new Error('the database does not tell the time');
  return row.now;
}

/** Makes a schedule, or changes it. @param nextRunAt in milliseconds since the Unix epoch */
export async function putScheduleRow(
  sql: Sql,
  schedule: Schedule<unknown>,
  nextRunAt: number,
): Promise<void> {
  const { id, times, kind, queue, input, overlap, missed } = schedule;
  await sql.query(
    `insert into schedule (id, times, kind, queue, input, overlap, missed, next_run_at)
     values ($1, $2::jsonb, $3, $4, $5::jsonb, $6, $7, to_timestamp($8::float8 / 1000))
     on conflict (id) do update
     set times = excluded.times, kind = excluded.kind, queue = excluded.queue, input = excluded.input,
         overlap = excluded.overlap, missed = excluded.missed, next_run_at = excluded.next_run_at`,
    [id, JSON.stringify(times), kind, queue, optionalJson(input), overlap, missed, nextRunAt],
  );
}

/** Reads a schedule's row. */
export async function selectSchedule<Times>(sql: Sql, id: string): Promise<ScheduleRow<Times> | undefined> {
  const rows = await sql.query<ScheduleRow<Times>>(`select ${COLUMNS} from schedule where id = $1`, [id]);
  return rows[0];
}

/** Locks the schedule that has been due longest and that nobody else has locked. */
export async function lockDueSchedule<Times>(sql: Sql): Promise<ScheduleRow<Times> | undefined> {
  const rows = await sql.query<ScheduleRow<Times>>(
    `select ${COLUMNS} from schedule where next_run_at <= now()
     order by next_run_at, id limit 1 for update skip locked`,
  );
  return rows[0];
}

/** Milliseconds until the next schedule is due; null if there is none. */
export async function nextSchedule(sql: Sql): Promise<number | null> {
  const rows = await sql.query<{ ms: number | null }>(
    `select ceil(extract(epoch from next_run_at - now()) * 1000)::float8 as ms from schedule
     order by next_run_at, id limit 1`,
  );
  return rows[0]?.ms ?? null;
}

/** Sets when a schedule is due next. @param nextRunAt in milliseconds since the Unix epoch */
export async function setNextRun(sql: Sql, id: string, nextRunAt: number): Promise<void> {
  await sql.query('update schedule set next_run_at = to_timestamp($2::float8 / 1000) where id = $1', [
    id,
    nextRunAt,
  ]);
}

/** Remembers a run. */
export async function insertScheduleRun(
  sql: Sql,
  scheduleId: string,
  { runAt, type, workflowId }: ScheduleRun,
): Promise<void> {
  await sql.query(
    `insert into schedule_run (schedule_id, run_at, type, workflow_id)
     values ($1, to_timestamp($2::float8 / 1000), $3, $4)`,
    [scheduleId, runAt, type, workflowId],
  );
}

/** The last runs of a schedule, newest first. */
export async function selectRuns(
  sql: Sql,
  scheduleId: string,
  limit: number,
): Promise<readonly ScheduleRun[]> {
  return await sql.query<ScheduleRun>(
    `select floor(extract(epoch from run_at) * 1000)::bigint as "runAt", type, workflow_id as "workflowId"
     from schedule_run where schedule_id = $1 order by schedule_id, run_at desc limit $2`,
    [scheduleId, limit],
  );
}

/** Workflows that a schedule started and that have not ended. */
export async function openRuns(sql: Sql, scheduleId: string): Promise<readonly string[]> {
  const rows = await sql.query<{ id: string }>(
    `select workflow_execution.id from schedule_run
     join workflow_execution on workflow_execution.id = schedule_run.workflow_id
     where schedule_id = $1 and type = 'STARTED' and status not in ('COMPLETED', 'FAILED', 'CANCELLED')
     order by schedule_id, run_at`,
    [scheduleId],
  );
  return rows.map(({ id }) => id);
}

/** Has workflows of a schedule that have not ended make room. */
export async function setRunsToCancel(
  sql: Sql,
  scheduleId: string,
  workflowIds: readonly string[],
): Promise<void> {
  await sql.query(
    'update schedule_run set must_cancel = true where schedule_id = $1 and workflow_id = any($2::text[])',
    [scheduleId, workflowIds],
  );
}

/** A workflow that a schedule started. */
export type ScheduledWorkflow = { readonly scheduleId: string; readonly workflowId: string };

/** Workflows that are to make room for the next run of their schedule, and are still to be told. */
export async function runsToCancel(sql: Sql, limit: number): Promise<readonly ScheduledWorkflow[]> {
  return await sql.query<ScheduledWorkflow>(
    `select schedule_id as "scheduleId", workflow_id as "workflowId" from schedule_run
     where must_cancel order by schedule_id, run_at limit $1`,
    [limit],
  );
}

/** A run has been told to make room. */
export async function setRunTold(sql: Sql, { scheduleId, workflowId }: ScheduledWorkflow): Promise<void> {
  await sql.query(
    'update schedule_run set must_cancel = false where schedule_id = $1 and workflow_id = $2 and must_cancel',
    [scheduleId, workflowId],
  );
}

/** Removes a schedule and the memory of its runs; workflows that it started go on. @returns whether it was there. */
export async function deleteScheduleRow(sql: Sql, id: string): Promise<boolean> {
  const rows = await sql.query('delete from schedule where id = $1 returning id', [id]);
  return rows.length === 1;
}
