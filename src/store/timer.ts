import type { Command } from '../events/index.ts';
import type { Sql } from '../ports/index.ts';

export type TimerAddress = { readonly workflowId: string; readonly timerId: string };

/** Starts a workflow's timers. @returns when each is to fire, in milliseconds since the Unix epoch. */
export async function insertTimers(
  sql: Sql,
  workflowId: string,
  commands: readonly Extract<Command, { type: 'START_TIMER' }>[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await sql.query<{ timerId: string; fireAt: number }>(
    `insert into timer (workflow_id, timer_id, fire_at)
     select $1, timer ->> 'timerId',
            coalesce(to_timestamp((timer ->> 'fireAt')::float8 / 1000),
                     now() + (timer ->> 'delayMs')::float8 * interval '1 millisecond')
     from jsonb_array_elements($2::jsonb) with ordinality as batch (timer, position)
     order by position
     returning timer_id as "timerId", floor(extract(epoch from fire_at) * 1000)::bigint as "fireAt"`,
    [workflowId, JSON.stringify(commands)],
  );
  return new Map(rows.map(({ timerId, fireAt }) => [timerId, fireAt]));
}

/** Timers that should have fired by now, the longest due first. */
export async function dueTimers(sql: Sql, limit: number): Promise<readonly TimerAddress[]> {
  return await sql.query<TimerAddress>(
    `select workflow_id as "workflowId", timer_id as "timerId" from timer
     where status = 'STARTED' and fire_at <= now() order by fire_at, workflow_id, timer_id limit $1`,
    [limit],
  );
}

/** Milliseconds until the next timer fires; null if none is to. */
export async function nextTimer(sql: Sql): Promise<number | null> {
  const rows = await sql.query<{ ms: number | null }>(
    `select ceil(extract(epoch from fire_at - now()) * 1000)::float8 as ms from timer
     where status = 'STARTED' order by fire_at, workflow_id, timer_id limit 1`,
  );
  return rows[0]?.ms ?? null;
}

/** Fires a timer. @returns false if it is not started any more. */
export async function setTimerFired(sql: Sql, timer: TimerAddress, ignored: boolean): Promise<boolean> {
  const rows = await sql.query(
    `update timer set status = 'FIRED', ignored = $3
     where workflow_id = $1 and timer_id = $2 and status = 'STARTED' and fire_at <= now() returning timer_id`,
    [timer.workflowId, timer.timerId, ignored],
  );
  return rows.length === 1;
}

/** Cancels those of a workflow's timers that have not fired. @returns which. */
export async function setTimersCancelled(
  sql: Sql,
  workflowId: string,
  timerIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await sql.query<{ timerId: string }>(
    `update timer set status = 'CANCELLED'
     where workflow_id = $1 and timer_id = any($2::text[]) and status = 'STARTED' returning timer_id as "timerId"`,
    [workflowId, timerIds],
  );
  return new Set(rows.map(({ timerId }) => timerId));
}

/** @returns undefined if there is no such timer. */
export async function timerStatus(
  sql: Sql,
  timer: TimerAddress,
): Promise<'STARTED' | 'FIRED' | 'CANCELLED' | undefined> {
  const rows = await sql.query<{ status: 'STARTED' | 'FIRED' | 'CANCELLED' }>(
    'select status from timer where workflow_id = $1 and timer_id = $2',
    [timer.workflowId, timer.timerId],
  );
  return rows[0]?.status;
}
