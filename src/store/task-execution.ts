import type { Command, Failure, Json, TaskStatus } from '../events/index.ts';
import type { Sql } from '../ports/index.ts';
import { optionalJson } from './optional-json.ts';

/** Identifies one attempt at a task: only the attempt that holds the lease may end it. */
export type Attempt = { readonly taskId: string; readonly attempt: number; readonly token: string };

/** A task handed out. `input` is absent where the task was scheduled without one; JSON's `null` is an input. */
export type ClaimedTask = {
  readonly id: string;
  readonly kind: string;
  readonly attempt: number;
  readonly input?: Json;
};

/** Creates a workflow's tasks, all PENDING. */
export async function insertTasks(sql: Sql, workflowId: string, commands: readonly Command[]): Promise<void> {
  const tasks = commands.map(({ taskId, kind, queue, input, retry }) => ({
    taskId,
    kind,
    queue,
    input,
    ...retry,
  }));
  await sql.query(
    `insert into task_execution
       (id, workflow_id, kind, queue, input, max_retries, retry_initial_delay, retry_max_delay)
     select task ->> 'taskId', $1, task ->> 'kind', task ->> 'queue', task -> 'input',
            (task ->> 'retries')::integer, (task ->> 'initialDelay')::integer, (task ->> 'maxDelay')::integer
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
  const rows = await sql.query<ClaimedTask & { hasInput: boolean }>(
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
     returning id, kind, attempt, input, input is not null as "hasInput"`,
    [claim.queues, claim.kinds, claim.worker, claim.token, claim.leaseMs],
  );
  const row = rows[0];
  if (!row) return undefined;
  const { hasInput, input, ...task } = row;
  return hasInput && input !== undefined ? { ...task, input } : task;
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

/** What is known of a task's latest attempt. */
export async function lockTask(
  sql: Sql,
  taskId: string,
): Promise<
  | {
      status: TaskStatus;
      attempt: number;
      token: string | null;
      ignored: boolean;
      retries: number;
      initialDelay: number;
      maxDelay: number;
    }
  | undefined
> {
  const rows = await sql.query<{
    status: TaskStatus;
    attempt: number;
    token: string | null;
    ignored: boolean;
    retries: number;
    initialDelay: number;
    maxDelay: number;
  }>(
    `select status, attempt, lease_token as token, ignored, max_retries as retries,
            retry_initial_delay as "initialDelay", retry_max_delay as "maxDelay"
     from task_execution where id = $1 for update`,
    [taskId],
  );
  return rows[0];
}
