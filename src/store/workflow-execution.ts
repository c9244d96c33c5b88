import type { Failure, Json, WorkflowStatus } from '../events/index.ts';
import type { Sql } from '../ports/index.ts';
import { optionalJson } from './optional-json.ts';

export type NewWorkflow = {
  readonly id: string;
  readonly kind: string;
  readonly version: string | undefined;
  readonly queue: string;
  readonly priority: number;
  readonly input: Json | undefined;
};

/** Creates a PENDING workflow. @returns false if the id is taken. */
export async function insertWorkflow(sql: Sql, workflow: NewWorkflow): Promise<boolean> {
  const { id, kind, version = null, queue, priority, input } = workflow;
  const rows = await sql.query(
    `insert into workflow_execution (id, kind, version, queue, priority, input)
     values ($1, $2, $3, $4, $5, $6::jsonb) on conflict (id) do nothing returning id`,
    [id, kind, version, queue, priority, optionalJson(input)],
  );
  return rows.length === 1;
}

/** Takes the most urgent workflow of these queues and kinds that has something to do, and leases it. */
export async function claimWorkflow(
  sql: Sql,
  claim: {
    queues: readonly string[];
    kinds: readonly string[];
    worker: string;
    token: string;
    leaseMs: number;
  },
): Promise<{ id: string; kind: string; queue: string } | undefined> {
  const rows = await sql.query<{ id: string; kind: string; queue: string }>(
    `update workflow_execution
     set status = 'RUNNING', lease_worker = $3, lease_token = $4,
         lease_expires_at = now() + $5 * interval '1 millisecond', updated_at = now()
     where id = (
       select id from workflow_execution
       where status in ('PENDING', 'CANCELLING') and queue = any($1::text[]) and kind = any($2::text[])
       order by priority desc, created_at, id
       limit 1
       for update skip locked
     )
     returning id, kind, queue`,
    [claim.queues, claim.kinds, claim.worker, claim.token, claim.leaseMs],
  );
  return rows[0];
}

/** What is decided by under the lock on a workflow's row. */
export type LockedWorkflow = {
  readonly status: WorkflowStatus;
  readonly cancelRequested: boolean;
  readonly leaseToken: string | null;
  readonly submittedToken: string | null;
  readonly submittedStatus: WorkflowStatus | null;
};

/** Locks a workflow's row. Workflow rows are locked before any other row of theirs. */
export async function lockWorkflow(sql: Sql, id: string): Promise<LockedWorkflow | undefined> {
  const rows = await sql.query<LockedWorkflow>(
    `select status, cancel_requested as "cancelRequested", lease_token as "leaseToken",
            submitted_token as "submittedToken", submitted_status as "submittedStatus"
     from workflow_execution where id = $1 for update`,
    [id],
  );
  return rows[0];
}

/** Locks the row of the workflow that a task belongs to. @returns undefined for an unknown or a standalone task. */
export async function lockWorkflowOfTask(
  sql: Sql,
  taskId: string,
): Promise<{ id: string; status: WorkflowStatus } | undefined> {
  const rows = await sql.query<{ id: string; status: WorkflowStatus }>(
    `select id, status from workflow_execution
     where id = (select workflow_id from task_execution where id = $1) for update`,
    [taskId],
  );
  return rows[0];
}

/** Makes a WAITING workflow claimable, so that a worker replays it and sees what is new. */
export async function wakeWorkflow(sql: Sql, id: string): Promise<void> {
  await sql.query(
    `update workflow_execution
     set status = case when cancel_requested then 'CANCELLING' else 'PENDING' end, updated_at = now()
     where id = $1 and status = 'WAITING'`,
    [id],
  );
}

/** Has a workflow know that it is to cancel; it is claimable, unless it is RUNNING. */
export async function setCancelRequested(sql: Sql, id: string): Promise<void> {
  await sql.query(
    `update workflow_execution
     set cancel_requested = true, status = case when status = 'RUNNING' then status else 'CANCELLING' end,
         updated_at = now()
     where id = $1`,
    [id],
  );
}

/** Ends a workflow whose code has never run. */
export async function setWorkflowCancelled(sql: Sql, id: string): Promise<void> {
  await sql.query(
    `update workflow_execution set status = 'CANCELLED', cancel_requested = true, updated_at = now() where id = $1`,
    [id],
  );
}

/** Ends the current activation: releases the lease, sets the status and remembers the submission. */
export async function endActivation(
  sql: Sql,
  activation: {
    id: string;
    token: string;
    status: WorkflowStatus;
    output: Json | undefined;
    error: Failure | undefined;
  },
): Promise<void> {
  await sql.query(
    `update workflow_execution
     set status = $2, output = $3::jsonb, error = $4::jsonb, submitted_token = $5, submitted_status = $2,
         lease_worker = null, lease_token = null, lease_expires_at = null, updated_at = now()
     where id = $1`,
    [
      activation.id,
      activation.status,
      optionalJson(activation.output),
      optionalJson(activation.error),
      activation.token,
    ],
  );
}

/** Workflows whose leases are over, the longest first. */
export async function abandonedWorkflows(sql: Sql, limit: number): Promise<readonly string[]> {
  const rows = await sql.query<{ id: string }>(
    `select id from workflow_execution where status = 'RUNNING' and lease_expires_at <= now()
     order by lease_expires_at, id limit $1`,
    [limit],
  );
  return rows.map(({ id }) => id);
}

/**
 * Takes a workflow's lease back, if it is over. Waits for whoever has the workflow locked: one that always somebody has
 * would be passed over for ever.
 *
 * @returns whether it was.
 */
export async function reclaimWorkflow(sql: Sql, id: string): Promise<boolean> {
  const rows = await sql.query(
    `update workflow_execution
     set status = case when cancel_requested then 'CANCELLING' else 'PENDING' end,
         lease_worker = null, lease_token = null, lease_expires_at = null, updated_at = now()
     where id = $1 and status = 'RUNNING' and lease_expires_at <= now()
     returning id`,
    [id],
  );
  return rows.length === 1;
}

/** Whether there is a workflow with this id. */
export async function workflowExists(sql: Sql, id: string): Promise<boolean> {
  const rows = await sql.query('select 1 as found from workflow_execution where id = $1', [id]);
  return rows.length === 1;
}

/** A workflow as it is listed. Times are in milliseconds since the Unix epoch. */
export type WorkflowRow = {
  readonly workflowId: string;
  readonly kind: string;
  readonly queue: string;
  readonly status: WorkflowStatus;
  readonly priority: number;
  readonly version: string | null;
  readonly parentId: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
};

const LISTED = `id as "workflowId", kind, queue, status, priority, version, parent_id as "parentId",
            floor(extract(epoch from created_at) * 1000)::bigint as "createdAt",
            floor(extract(epoch from updated_at) * 1000)::bigint as "updatedAt"`;

/** A workflow and what came of it. */
export type DescribedWorkflow = WorkflowRow & {
  readonly hasInput: boolean;
  readonly input: Json;
  readonly hasOutput: boolean;
  readonly output: Json;
  readonly error: Failure | null;
};

/** Reads all that a workflow's row tells. */
export async function describeWorkflow(sql: Sql, id: string): Promise<DescribedWorkflow | undefined> {
  const rows = await sql.query<DescribedWorkflow>(
    `select ${LISTED}, input is not null as "hasInput", input, output is not null as "hasOutput", output, error
     from workflow_execution where id = $1`,
    [id],
  );
  return rows[0];
}

/** Lists workflows in the order of their ids. */
export async function selectWorkflows(
  sql: Sql,
  filter: {
    status: WorkflowStatus | null;
    kind: string | null;
    idPrefix: string;
    after: string;
    limit: number;
  },
): Promise<readonly WorkflowRow[]> {
  return await sql.query<WorkflowRow>(
    `select ${LISTED} from workflow_execution
     where id > $1 and starts_with(id, $2) and ($3::text is null or status = $3) and ($4::text is null or kind = $4)
     order by id limit $5`,
    [filter.after, filter.idPrefix, filter.status, filter.kind, filter.limit],
  );
}
