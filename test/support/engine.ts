import { expect } from 'vitest';
import type {
  Operations,
  PollRequest,
  PollTaskResponse,
  PollWorkflowResponse,
  StartWorkflowRequest,
  SubmitCommandsRequest,
  SubmitCommandsResponse,
} from '../../src/engine/index.ts';
import type {
  Command,
  Json,
  ScheduleTask,
  TaskStatus,
  WorkflowEvent,
  WorkflowStatus,
} from '../../src/events/index.ts';
import type { Sql } from '../../src/ports/index.ts';

type Activation = NonNullable<PollWorkflowResponse['activation']>;
export type ClaimedTask = NonNullable<PollTaskResponse['task']>;

/** Asks for work of the one queue and kind that these tests use unless they say otherwise. */
export function asker(overrides: Partial<PollRequest> = {}): PollRequest {
  return {
    worker: 'worker-1',
    queues: ['default'],
    kinds: ['order', 'charge'],
    leaseMs: 30_000,
    ...overrides,
  };
}

export async function start(
  engine: Operations,
  id: string,
  overrides: Partial<StartWorkflowRequest> = {},
): Promise<string> {
  const { workflowId } = await engine.startWorkflow({ id, kind: 'order', queue: 'default', ...overrides });
  return workflowId;
}

/** Claims a workflow that must be there. */
export async function claimWorkflow(
  engine: Operations,
  overrides: Partial<PollRequest> = {},
): Promise<Activation> {
  const { activation } = await engine.pollWorkflow(asker(overrides));
  if (!activation) throw new Error('there is no workflow to claim');
  return activation;
}

/** Claims a task that must be there. */
export async function claimTask(
  engine: Operations,
  overrides: Partial<PollRequest> = {},
): Promise<ClaimedTask> {
  const { task } = await engine.pollTask(asker(overrides));
  if (!task) throw new Error('there is no task to claim');
  return task;
}

/** What a task's worker says of itself when it reports. */
export function leaseOf({ id, attempt, token }: ClaimedTask): {
  taskId: string;
  attempt: number;
  token: string;
} {
  return { taskId: id, attempt, token };
}

export function command(taskId: string, overrides: Partial<ScheduleTask> = {}): ScheduleTask {
  const retry = { retries: 0, initialDelay: 1_000, maxDelay: 60_000 };
  return { type: 'SCHEDULE_TASK', taskId, kind: 'charge', queue: 'default', retry, ...overrides };
}

/** Submits for an activation; unless told otherwise it saw only the workflow's start, wants nothing and suspends. */
export function submit(
  engine: Operations,
  { workflowId, token }: Pick<Activation, 'workflowId' | 'token'>,
  overrides: Partial<SubmitCommandsRequest> = {},
): Promise<SubmitCommandsResponse> {
  const outcome = { type: 'SUSPENDED' } as const;
  return engine.submitCommands({
    workflowId,
    token,
    lastSeenSequence: 1,
    commands: [],
    outcome,
    ...overrides,
  });
}

/** Brings a workflow to where it is WAITING for tasks, and claims these. */
export async function waitingFor(
  engine: Operations,
  workflowId: string,
  ...commands: readonly Command[]
): Promise<ClaimedTask[]> {
  await start(engine, workflowId);
  await submit(engine, await claimWorkflow(engine), { commands });
  const claimed: ClaimedTask[] = [];
  while (claimed.length < commands.length) claimed.push(await claimTask(engine));
  return claimed;
}

/** Brings a workflow to where it is WAITING for one task, and claims it. */
export async function waitingForOne(
  engine: Operations,
  workflowId: string,
  overrides: Partial<ScheduleTask> = {},
): Promise<ClaimedTask> {
  const [task] = await waitingFor(engine, workflowId, command(`${workflowId}/task/1`, overrides));
  if (!task) throw new Error('the task was not claimed');
  return task;
}

/** Brings a workflow that is WAITING to its end: one of its tasks must have ended meanwhile. */
export async function end(
  engine: Operations,
  workflowId: string,
  outcome: SubmitCommandsRequest['outcome'] = { type: 'COMPLETED' },
): Promise<void> {
  const activation = await claimWorkflow(engine);
  if (activation.workflowId !== workflowId) throw new Error(`claimed ${activation.workflowId} instead`);
  await submit(engine, activation, { outcome });
}

/** A workflow's history; fails unless it is numbered 1, 2, 3, … */
export async function historyOf(
  engine: Operations,
  workflowId: string,
): Promise<Pick<WorkflowEvent, 'type' | 'data'>[]> {
  const { events } = await engine.getEvents({ workflowId, after: 0 });
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
  return events.map(({ type, data }) => ({ type, data }));
}

type WorkflowRow = {
  readonly status: WorkflowStatus;
  readonly input: Json;
  readonly hasInput: boolean;
  readonly output: Json;
  readonly hasOutput: boolean;
  readonly error: Json;
  readonly leaseWorker: string | null;
  readonly leaseToken: string | null;
  readonly leaseMs: number | null;
};

export async function workflowRow(sql: Sql, id: string): Promise<WorkflowRow> {
  const rows = await sql.query<WorkflowRow>(
    `select status, input, input is not null as "hasInput", output, output is not null as "hasOutput", error,
            lease_worker as "leaseWorker", lease_token as "leaseToken",
            (extract(epoch from lease_expires_at - updated_at) * 1000)::integer as "leaseMs"
     from workflow_execution where id = $1`,
    [id],
  );
  return only(rows, id);
}

type TaskRow = {
  readonly workflowId: string | null;
  readonly kind: string;
  readonly status: TaskStatus;
  readonly queue: string;
  readonly input: Json;
  readonly hasInput: boolean;
  readonly output: Json;
  readonly hasOutput: boolean;
  readonly error: Json;
  readonly attempt: number;
  readonly retries: number;
  readonly initialDelay: number;
  readonly maxDelay: number;
  readonly delayMs: number;
  readonly leaseWorker: string | null;
  readonly leaseToken: string | null;
  readonly leaseMs: number | null;
  readonly ignored: boolean;
};

export async function taskRow(sql: Sql, id: string): Promise<TaskRow> {
  const rows = await sql.query<TaskRow>(
    `select workflow_id as "workflowId", kind, status, queue, input, input is not null as "hasInput", output,
            output is not null as "hasOutput", error, attempt, max_retries as retries,
            retry_initial_delay as "initialDelay", retry_max_delay as "maxDelay",
            (extract(epoch from run_after - updated_at) * 1000)::integer as "delayMs",
            lease_worker as "leaseWorker", lease_token as "leaseToken",
            (extract(epoch from lease_expires_at - updated_at) * 1000)::integer as "leaseMs", ignored
     from task_execution where id = $1`,
    [id],
  );
  return only(rows, id);
}

function only<Row>(rows: readonly Row[], id: string): Row {
  const [row] = rows;
  if (!row) throw new Error(`there is no row ${id}`);
  return row;
}

const TABLES = [
  'workflow_execution',
  'workflow_event',
  'task_execution',
  'timer',
  'promise',
  'child_workflow',
  'workflow_state',
  'idempotency_key',
  'schedule',
  'schedule_run',
];

/** Every row of every table: equal before and after where nothing was written. */
export async function contents(sql: Sql): Promise<Json[]> {
  const tables: Json[] = [];
  for (const table of TABLES) {
    const rows = await sql.query<{ row: Json }>(
      `select to_jsonb(t) as row from ${table} as t order by to_jsonb(t)`,
    );
    tables.push(rows.map(({ row }) => row));
  }
  return tables;
}

/** Makes every task due now. */
export async function letRetriesCome(sql: Sql): Promise<void> {
  await sql.query("update task_execution set run_after = now() where status = 'PENDING'");
}

/** Creates a task that belongs to no workflow. */
export async function insertStandaloneTask(sql: Sql, id: string, retries = 0): Promise<void> {
  await sql.query(
    `insert into task_execution (id, kind, queue, input, max_retries, retry_initial_delay, retry_max_delay)
     values ($1, 'charge', 'default', '{"amount": 5}', $2, 1000, 60000)`,
    [id, retries],
  );
}
