import type { Command, Failure, Json, PromiseStatus } from '../events/index.ts';
import type { Sql } from '../ports/index.ts';
import { optionalJson } from './optional-json.ts';

export type PromiseAddress = { readonly workflowId: string; readonly name: string };

/** What a promise comes to. */
export type Settlement =
  | { readonly status: 'RESOLVED'; readonly value?: Json }
  | { readonly status: 'REJECTED'; readonly error: Failure };

/** Creates a workflow's promises. */
export async function insertPromises(
  sql: Sql,
  workflowId: string,
  commands: readonly Extract<Command, { type: 'CREATE_PROMISE' }>[],
): Promise<void> {
  await sql.query(
    `insert into promise (workflow_id, name, timeout_at)
     select $1, promise ->> 'name', now() + (promise ->> 'timeoutMs')::float8 * interval '1 millisecond'
     from jsonb_array_elements($2::jsonb) with ordinality as batch (promise, position)
     order by position`,
    [workflowId, JSON.stringify(commands)],
  );
}

/** Settles a promise that is open. @returns false if it is not. */
export async function settlePromise(
  sql: Sql,
  { workflowId, name }: PromiseAddress,
  settlement: Settlement,
  ignored: boolean,
): Promise<boolean> {
  const value = 'value' in settlement ? settlement.value : undefined;
  const error = 'error' in settlement ? settlement.error : undefined;
  const rows = await sql.query(
    `update promise set status = $3, value = $4::jsonb, error = $5::jsonb, ignored = $6
     where workflow_id = $1 and name = $2 and status = 'CREATED' returning name`,
    [workflowId, name, settlement.status, optionalJson(value), optionalJson(error), ignored],
  );
  return rows.length === 1;
}

/** Whether a promise was settled in just this way; undefined if there is no such promise. */
export async function isSettledAs(
  sql: Sql,
  { workflowId, name }: PromiseAddress,
  settlement: Settlement,
): Promise<boolean | undefined> {
  const value = 'value' in settlement ? settlement.value : undefined;
  const error = 'error' in settlement ? settlement.error : undefined;
  const rows = await sql.query<{ isSame: boolean }>(
    `select status = $3 and value is not distinct from $4::jsonb and error is not distinct from $5::jsonb as "isSame"
     from promise where workflow_id = $1 and name = $2`,
    [workflowId, name, settlement.status, optionalJson(value), optionalJson(error)],
  );
  return rows[0]?.isSame;
}

/** Promises whose time is over, the longest due first. */
export async function duePromises(sql: Sql, limit: number): Promise<readonly PromiseAddress[]> {
  return await sql.query<PromiseAddress>(
    `select workflow_id as "workflowId", name from promise
     where status = 'CREATED' and timeout_at is not null and timeout_at <= now()
     order by timeout_at, workflow_id, name limit $1`,
    [limit],
  );
}

/** Milliseconds until the next promise times out; null if none is to. */
export async function nextPromiseTimeout(sql: Sql): Promise<number | null> {
  const rows = await sql.query<{ ms: number | null }>(
    `select ceil(extract(epoch from timeout_at - now()) * 1000)::float8 as ms from promise
     where status = 'CREATED' and timeout_at is not null order by timeout_at, workflow_id, name limit 1`,
  );
  return rows[0]?.ms ?? null;
}

/** Gives up a promise whose time is over. @returns false if it is settled. */
export async function setPromiseTimedOut(
  sql: Sql,
  { workflowId, name }: PromiseAddress,
  ignored: boolean,
): Promise<boolean> {
  const rows = await sql.query<{ status: PromiseStatus }>(
    `update promise set status = 'TIMED_OUT', ignored = $3
     where workflow_id = $1 and name = $2 and status = 'CREATED' and timeout_at <= now() returning status`,
    [workflowId, name, ignored],
  );
  return rows.length === 1;
}
