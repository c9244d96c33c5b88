import type { TaskStatus, WorkflowStatus } from '../events/index.ts';
import type { Sql } from '../ports/index.ts';

/** How a workflow stands, for whoever tells workers and clients about it. */
export type WorkflowNews = {
  readonly id: string;
  readonly queue: string;
  readonly status: WorkflowStatus;
  /** Where its parent waits for a worker; null if it does not, or there is none. */
  readonly parentQueue: string | null;
};

/** Reads how workflows stand, without locking any. */
export async function workflowsNow(sql: Sql, ids: readonly string[]): Promise<readonly WorkflowNews[]> {
  return await sql.query<WorkflowNews>(
    `select workflow.id, workflow.queue, workflow.status, parent.queue as "parentQueue"
     from workflow_execution as workflow
     left join workflow_execution as parent
       on parent.id = workflow.parent_id and parent.status in ('PENDING', 'CANCELLING')
     where workflow.id = any($1::text[])`,
    [ids],
  );
}

/** How a task stands, for whoever tells workers and clients about it. */
export type TaskNews = {
  readonly id: string;
  readonly queue: string;
  readonly status: TaskStatus;
  readonly isStandalone: boolean;
  /** Milliseconds until it may be attempted; not positive if it may be now. */
  readonly dueInMs: number;
  /** Where its workflow waits for a worker; null if it does not, or there is none. */
  readonly workflowQueue: string | null;
};

/** Reads how tasks stand, without locking any. */
export async function tasksNow(sql: Sql, ids: readonly string[]): Promise<readonly TaskNews[]> {
  return await sql.query<TaskNews>(
    `select task.id, task.queue, task.status, task.workflow_id is null as "isStandalone",
            ceil(extract(epoch from task.run_after - now()) * 1000)::float8 as "dueInMs",
            workflow.queue as "workflowQueue"
     from task_execution as task
     left join workflow_execution as workflow
       on workflow.id = task.workflow_id and workflow.status in ('PENDING', 'CANCELLING')
     where task.id = any($1::text[])`,
    [ids],
  );
}

/** More queues than that are not told of. */
const MOST_QUEUES = 1_000;

/** Queues with workflows that wait for a worker. Looks at one row of each queue, however many there are. */
export async function claimableWorkflowQueues(sql: Sql): Promise<readonly string[]> {
  const rows = await sql.query<{ queue: string }>(
    `with recursive next (queue) as (
       (select queue from workflow_execution where status in ('PENDING', 'CANCELLING') order by queue limit 1)
       union all
       select (select queue from workflow_execution
               where status in ('PENDING', 'CANCELLING') and queue > next.queue order by queue limit 1)
       from next where next.queue is not null
     )
     select queue from next where queue is not null limit ${MOST_QUEUES}`,
  );
  return rows.map(({ queue }) => queue);
}

/** Queues with tasks that may be attempted now. Looks at two rows of each queue, however many there are. */
export async function claimableTaskQueues(sql: Sql): Promise<readonly string[]> {
  const rows = await sql.query<{ queue: string }>(
    `with recursive next (queue) as (
       (select queue from task_execution where status = 'PENDING' order by queue limit 1)
       union all
       select (select queue from task_execution
               where status = 'PENDING' and queue > next.queue order by queue limit 1)
       from next where next.queue is not null
     ), known as (select queue from next where queue is not null limit ${MOST_QUEUES})
     select queue from known
     where exists (
       select from task_execution as task
       where task.status = 'PENDING' and task.queue = known.queue and task.run_after <= now()
     )`,
  );
  return rows.map(({ queue }) => queue);
}
