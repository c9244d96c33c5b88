import type { Failure, Json, RetryPolicy, ScheduleTask, TaskStatus } from '../events/index.ts';
import type { Sql } from '../ports/index.ts';
import { optionalJson } from './optional-json.ts';

/** Identifies one attempt at a task: only the attempt that holds the lease may end it. */
export type Attempt = { readonly taskId: string; readonly attempt: number; readonly token: string };

/** A task handed out. `input` is absent where the task was scheduled without one; JSON's `null` is an input. */
export type ClaimedTask = {
  readonly id: string;
  readonly workflowId?: string;
  readonly kind: string;
  readonly attempt: number;
  readonly input?: Json;
};

/** Creates tasks, all PENDING, unless their ids are taken. @param workflowId null for tasks of no workflow */
export async function insertTasks(
  sql: Sql,
  workflowId: string | null,
  commands: readonly Omit<ScheduleTask, 'type'>[],
): Promise<void> {
  const tasks = commands.map(({ taskId, kind, queue, input, retry, timeoutMs }) => ({
    taskId,
    kind,
    queue,
    input,
    timeoutMs,
    ...retry,
  }));
  await sql.query(
    `insert into task_execution
       (id, workflow_id, kind, queue, input, max_retries, retry_initial_delay, retry_max_delay, deadline_at)
     select task ->> 'taskId', $1, task ->> 'kind', task ->> 'queue', task -> 'input',
            (task ->> 'retries')::integer, (task ->> 'initialDelay')::integer, (task ->> 'maxDelay')::integer,
            now() + (task ->> 'timeoutMs')::float8 * interval '1 millisecond'
     from jsonb_array_elements($2::jsonb) with ordinality as batch (task, position)
     order by position`,
    [workflowId, JSON.stringify(tasks)],
  );
}

/** Takes the PENDING task of these queues and kinds that has been due longest, and leases its next attempt. */
export async function claimTask(
  sql: Sql,
  claim: {
    queues: readonly string[];
    kinds: readonly string[];
    worker: string;
    token: string;
    leaseMs: number;
  },
): Promise<ClaimedTask | undefined> {
  const rows = await sql.query<ClaimedTask & { workflowId: string | null; hasInput: boolean }>(
    `update task_execution
     set status = 'RUNNING', attempt = attempt + 1, lease_worker = $3, lease_token = $4,
         lease_expires_at = now() + $5 * interval '1 millisecond', updated_at = now()
     where id = (
       select id from task_execution
       where status = 'PENDING' and queue = any($1::text[]) and kind = any($2::text[]) and run_after <= now()
       order by run_after, created_at, id
       limit 1
       for update skip locked
     )
     returning id, workflow_id as "workflowId", kind, attempt, input, input is not null as "hasInput"`,
    [claim.queues, claim.kinds, claim.worker, claim.token, claim.leaseMs],
  );
  const row = rows[0];
  if (!row) return undefined;
  const { id, kind, attempt, workflowId, hasInput, input } = row;
  return {
    id,
    kind,
    attempt,
    ...(workflowId === null ? {} : { workflowId }),
    ...(hasInput && input !== undefined ? { input } : {}),
  };
}

/** Keeps an attempt's lease, and stores its progress if there is any. @returns false if it does not hold the lease. */
export async function extendLease(
  sql: Sql,
  attempt: Attempt,
  leaseMs: number,
  progress: Json | undefined,
): Promise<boolean> {
  const rows = await sql.query(
    `update task_execution
     set lease_expires_at = now() + $4 * interval '1 millisecond', progress = coalesce($5::jsonb, progress),
         updated_at = now()
     where id = $1 and status = 'RUNNING' and attempt = $2 and lease_token = $3 returning id`,
    [attempt.taskId, attempt.attempt, attempt.token, leaseMs, optionalJson(progress)],
  );
  return rows.length === 1;
}

/** Ends an attempt with a result. @returns false if this attempt does not hold the lease. */
export async function completeAttempt(
  sql: Sql,
  attempt: Attempt,
  output: Json | undefined,
  ignored: boolean,
): Promise<boolean> {
  const rows = await sql.query(
    `update task_execution set status = 'COMPLETED', output = $4::jsonb, ignored = $5, updated_at = now()
     where id = $1 and status = 'RUNNING' and attempt = $2 and lease_token = $3 returning id`,
    [attempt.taskId, attempt.attempt, attempt.token, optionalJson(output), ignored],
  );
  return rows.length === 1;
}

/** Ends an attempt, and the task with it, with an error. @returns false if this attempt does not hold the lease. */
export async function failAttempt(
  sql: Sql,
  attempt: Attempt,
  error: Failure,
  ignored: boolean,
): Promise<boolean> {
  const rows = await sql.query(
    `update task_execution set status = 'FAILED', error = $4::jsonb, ignored = $5, updated_at = now()
     where id = $1 and status = 'RUNNING' and attempt = $2 and lease_token = $3 returning id`,
    [attempt.taskId, attempt.attempt, attempt.token, JSON.stringify(error), ignored],
  );
  return rows.length === 1;
}

/** Sends an attempt's task back to be tried again after `delayMs`. @returns false if it does not hold the lease. */
export async function retryAttempt(
  sql: Sql,
  attempt: Attempt,
  error: Failure,
  delayMs: number,
): Promise<boolean> {
  const rows = await sql.query(
    `update task_execution
     set status = 'PENDING', error = $4::jsonb, run_after = now() + $5 * interval '1 millisecond', updated_at = now()
     where id = $1 and status = 'RUNNING' and attempt = $2 and lease_token = $3 returning id`,
    [attempt.taskId, attempt.attempt, attempt.token, JSON.stringify(error), delayMs],
  );
  return rows.length === 1;
}

/**
 * Cancels a task that has not ended.
 *
 * @param workflowId the workflow whose row is locked; null where the task is to belong to none
 * @returns false if it has ended, or belongs elsewhere.
 */
export async function setTaskCancelled(
  sql: Sql,
  taskId: string,
  workflowId: string | null,
  ignored: boolean,
): Promise<boolean> {
  const rows = await sql.query(
    `update task_execution set status = 'CANCELLED', ignored = $3, updated_at = now()
     where id = $1 and workflow_id is not distinct from $2 and status in ('PENDING', 'RUNNING') returning id`,
    [taskId, workflowId, ignored],
  );
  return rows.length === 1;
}

/** Cancels those of a workflow's tasks that have not ended. @returns which. */
export async function setTasksCancelled(
  sql: Sql,
  workflowId: string,
  taskIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await sql.query<{ id: string }>(
    `update task_execution set status = 'CANCELLED', updated_at = now()
     where workflow_id = $1 and id = any($2::text[]) and status in ('PENDING', 'RUNNING') returning id`,
    [workflowId, taskIds],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Fails a task whose deadline is over. @returns false if it has ended, or has time left. */
export async function setTaskExpired(
  sql: Sql,
  taskId: string,
  error: Failure,
  ignored: boolean,
): Promise<boolean> {
  const rows = await sql.query(
    `update task_execution set status = 'FAILED', error = $2::jsonb, ignored = $3, updated_at = now()
     where id = $1 and status in ('PENDING', 'RUNNING') and deadline_at <= now() returning id`,
    [taskId, JSON.stringify(error), ignored],
  );
  return rows.length === 1;
}

/** Tasks that should have ended by now, the longest due first. */
export async function expiredTasks(sql: Sql, limit: number): Promise<readonly string[]> {
  const rows = await sql.query<{ id: string }>(
    `select id from task_execution
     where deadline_at is not null and deadline_at <= now() and status in ('PENDING', 'RUNNING')
     order by deadline_at, id limit $1`,
    [limit],
  );
  return rows.map(({ id }) => id);
}

/** Milliseconds until the next deadline; null if there is none. */
export async function nextDeadline(sql: Sql): Promise<number | null> {
  const rows = await sql.query<{ ms: number | null }>(
    `select ceil(extract(epoch from deadline_at - now()) * 1000)::float8 as ms from task_execution
     where deadline_at is not null and status in ('PENDING', 'RUNNING') order by deadline_at, id limit 1`,
  );
  return rows[0]?.ms ?? null;
}

/** Attempts whose leases are over, the longest first. */
export async function abandonedAttempts(sql: Sql, limit: number): Promise<readonly Attempt[]> {
  return await sql.query<Attempt>(
    `select id as "taskId", attempt, lease_token as token from task_execution
     where status = 'RUNNING' and lease_expires_at <= now() order by lease_expires_at, id limit $1`,
    [limit],
  );
}

/** What is known of a task's latest attempt. */
export type LockedTask = RetryPolicy & {
  readonly status: TaskStatus;
  readonly attempt: number;
  readonly token: string | null;
  readonly ignored: boolean;
  /** Whether the lease is over. */
  readonly isAbandoned: boolean;
};

/** Locks a task's row. That of its workflow is locked before. */
export async function lockTask(sql: Sql, taskId: string): Promise<LockedTask | undefined> {
  const rows = await sql.query<LockedTask>(
    `select status, attempt, lease_token as token, ignored, max_retries as retries,
            retry_initial_delay as "initialDelay", retry_max_delay as "maxDelay",
            coalesce(lease_expires_at <= now(), false) as "isAbandoned"
     from task_execution where id = $1 for update`,
    [taskId],
  );
  return rows[0];
}

/** All that a task's row tells. */
export type DescribedTask = {
  readonly taskId: string;
  readonly workflowId: string | null;
  readonly kind: string;
  readonly queue: string;
  readonly status: TaskStatus;
  readonly attempt: number;
  readonly hasProgress: boolean;
  readonly progress: Json;
  readonly hasOutput: boolean;
  readonly output: Json;
  readonly error: Failure | null;
};

/** Reads a task's row. */
export async function describeTask(sql: Sql, id: string): Promise<DescribedTask | undefined> {
  const rows = await sql.query<DescribedTask>(
    `select id as "taskId", workflow_id as "workflowId", kind, queue, status, attempt,
            progress is not null as "hasProgress", progress, output is not null as "hasOutput", output, error
     from task_execution where id = $1`,
    [id],
  );
  return rows[0];
}
