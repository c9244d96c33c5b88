import type { Failure, Json, WorkflowStatus } from '../events/index.ts';
import type { Sql } from '../ports/index.ts';
import { optionalJson } from './optional-json.ts';

/** Creates a PENDING workflow. @returns false if the id is taken. */
export async function insertWorkflow(
  sql: Sql,
  workflow: { id: string; kind: string; queue: string; priority: number; input: Json | undefined },
): Promise<boolean> {
  const rows = await sql.query(
    `insert into workflow_execution (id, kind, queue, priority, input)
     values ($1, $2, $3, $4, $5::jsonb) on conflict (id) do nothing returning id`,
    [workflow.id, workflow.kind, workflow.queue, workflow.priority, optionalJson(workflow.input)],
  );
  return rows.length === 1;
}

/** Takes the most urgent PENDING workflow of these queues and kinds, and leases it. */
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
       where status = 'PENDING' and queue = any($1::text[]) and kind = any($2::text[])
       order by priority desc, created_at, id
       limit 1
       for update skip locked
     )
     returning id, kind, queue`,
    [claim.queues, claim.kinds, claim.worker, claim.token, claim.leaseMs],
  );
  return rows[0];
}

/** Locks a workflow's row. Workflow rows are locked before any other row of theirs. */
export async function lockWorkflow(
  sql: Sql,
  id: string,
): Promise<
  | {
      status: WorkflowStatus;
      leaseToken: string | null;
      submittedToken: string | null;
      submittedStatus: WorkflowStatus | null;
    }
  | undefined
> {
  const rows = await sql.query<{
    status: WorkflowStatus;
    leaseToken: string | null;
    submittedToken: string | null;
    submittedStatus: WorkflowStatus | null;
  }>(
    `select status, lease_token as "leaseToken", submitted_token as "submittedToken",
            submitted_status as "submittedStatus"
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

/** Makes a WAITING workflow PENDING, so that a worker replays it and sees what is new. */
export async function wakeWorkflow(sql: Sql, id: string): Promise<void> {
  await sql.query(
    `update workflow_execution set status = 'PENDING', updated_at = now() where id = $1 and status = 'WAITING'`,
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

/** Whether there is a workflow with this id. */
export async function workflowExists(sql: Sql, id: string): Promise<boolean> {
  const rows = await sql.query('select 1 as found from workflow_execution where id = $1', [id]);
  return rows.length === 1;
}
