import { expect } from 'vitest';
import type { State, Task } from '../../models/reference/index.ts';
import type { Target } from '../../sim/target/index.ts';

const ms = (column: string): string => `floor(extract(epoch from ${column}) * 1000)::float8`;

/** Every table, without what only chance decides. Times are in milliseconds. */
const QUERIES = {
  workflows: `select id, kind, queue, priority, version, input, parent_id, parent_told, status, output, error,
      cancel_requested, lease_worker, lease_token, ${ms('lease_expires_at')} as lease_expires_at, submitted_token,
      submitted_status, ${ms('created_at')} as created_at, ${ms('updated_at')} as updated_at
    from workflow_execution order by id`,
  events: `select workflow_id, sequence, type, data, ${ms('created_at')} as time
    from workflow_event order by workflow_id, sequence`,
  tasks: `select id, workflow_id, kind, queue, input, max_retries, retry_initial_delay, retry_max_delay, status, attempt,
      output, error, progress, ${ms('deadline_at')} as deadline_at, lease_worker, lease_token,
      ${ms('lease_expires_at')} as lease_expires_at, ignored, ${ms('created_at')} as created_at
    from task_execution order by id`,
  timers: `select workflow_id, timer_id, status, ${ms('fire_at')} as fire_at, ignored
    from timer order by workflow_id, timer_id`,
  promises: `select workflow_id, name, status, value, error, ${ms('timeout_at')} as timeout_at, ignored
    from promise order by workflow_id, name`,
  children: `select workflow_id, child_id, status, ignored, must_cancel
    from child_workflow order by workflow_id, child_id`,
  published: `select workflow_id, key, value from workflow_state order by workflow_id, key`,
  keys: `select scope, key, owner, ${ms('expires_at')} as expires_at from idempotency_key order by scope, key`,
  schedules: `select id, times, kind, queue, input, overlap, missed, ${ms('next_run_at')} as next_run_at
    from schedule order by id`,
  runs: `select schedule_id, ${ms('run_at')} as run_at, type, workflow_id, must_cancel
    from schedule_run order by schedule_id, run_at`,
} as const;

type Rows = Readonly<Record<keyof typeof QUERIES, readonly object[]>>;

/** Fails unless the database's tables are what the model keeps. */
export function expectSameRows(target: Target, state: State): void {
  const entries = Object.entries(QUERIES).map(([table, text]) => [table, target.inspect(text)]);
  expect(Object.fromEntries(entries)).toEqual(rowsOf(state));
  const times = target.inspect(`select id, ${ms('run_after')} as time from task_execution`);
  for (const { id, time } of times as readonly { id: string; time: number }[]) {
    const { earliest, latest } = state.tasks.get(id)?.runAfter ?? { earliest: 0, latest: 0 };
    expect(time, `run_after of ${id}`).toBeGreaterThanOrEqual(earliest);
    expect(time, `run_after of ${id}`).toBeLessThanOrEqual(latest);
  }
}

/** What the tables must hold. */
function rowsOf(state: State): Rows {
  const workflows = byId([...state.workflows.values()]);
  const within = <Value>(pick: (workflow: (typeof workflows)[number]) => ReadonlyMap<string, Value>) =>
    workflows.flatMap((workflow) =>
      sorted(pick(workflow)).map(([id, value]) => ({ workflow_id: workflow.id, id, value })),
    );
  return {
    workflows: workflows.map(({ lease, submitted, ...workflow }) => ({
      id: workflow.id,
      kind: workflow.kind,
      queue: workflow.queue,
      priority: workflow.priority,
      version: workflow.version ?? null,
      input: orNull(workflow.input),
      parent_id: workflow.parentId ?? null,
      parent_told: workflow.parentTold,
      status: workflow.status,
      output: orNull(workflow.output),
      error: workflow.error ?? null,
      cancel_requested: workflow.cancelRequested,
      lease_worker: lease?.worker ?? null,
      lease_token: lease?.token ?? null,
      lease_expires_at: lease?.expiresAt ?? null,
      submitted_token: submitted?.token ?? null,
      submitted_status: submitted?.status ?? null,
      created_at: workflow.createdAt,
      updated_at: workflow.updatedAt,
    })),
    events: workflows.flatMap(({ id, history }) => history.map((event) => ({ workflow_id: id, ...event }))),
    tasks: byId([...state.tasks.values()]).map(taskRow),
    timers: within(({ timers }) => timers).map(({ workflow_id, id, value }) => ({
      workflow_id,
      timer_id: id,
      status: value.status,
      fire_at: value.fireAt,
      ignored: value.ignored,
    })),
    promises: within(({ promises }) => promises).map(({ workflow_id, id, value }) => ({
      workflow_id,
      name: id,
      status: value.status,
      value: orNull(value.value),
      error: value.error ?? null,
      timeout_at: value.timeoutAt ?? null,
      ignored: value.ignored,
    })),
    children: within(({ children }) => children).map(({ workflow_id, id, value }) => ({
      workflow_id,
      child_id: id,
      status: value.status,
      ignored: value.ignored,
      must_cancel: value.mustCancel,
    })),
    published: within(({ published }) => published).map(({ workflow_id, id, value }) => ({
      workflow_id,
      key: id,
      value,
    })),
    keys: sorted(state.keys)
      .map(([name, { owner, expiresAt }]) => {
        const [scope, key] = JSON.parse(name) as [string, string]; // as the model names them
        return { scope, key, owner, expires_at: expiresAt };
      })
      .sort((a, b) => compare(a.scope, b.scope) || compare(a.key, b.key)),
    schedules: byId([...state.schedules.values()]).map(({ id, input, nextRunAt, ...schedule }) => {
      const { times, kind, queue, overlap, missed } = schedule;
      return { id, times, kind, queue, input: orNull(input), overlap, missed, next_run_at: nextRunAt };
    }),
    runs: byId([...state.schedules.values()]).flatMap(({ id, runs }) =>
      runs.map(({ runAt, type, workflowId, mustCancel }) => ({
        schedule_id: id,
        run_at: runAt,
        type,
        workflow_id: workflowId ?? null,
        must_cancel: mustCancel,
      })),
    ),
  };
}

function taskRow({ lease, retry, ...task }: Task): object {
  return {
    id: task.id,
    workflow_id: task.workflowId ?? null,
    kind: task.kind,
    queue: task.queue,
    input: orNull(task.input),
    max_retries: retry.retries,
    retry_initial_delay: retry.initialDelay,
    retry_max_delay: retry.maxDelay,
    status: task.status,
    attempt: task.attempt,
    output: orNull(task.output),
    error: task.error ?? null,
    progress: orNull(task.progress),
    deadline_at: task.deadlineAt ?? null,
    lease_worker: lease?.worker ?? null,
    lease_token: lease?.token ?? null,
    lease_expires_at: lease?.expiresAt ?? null,
    ignored: task.ignored,
    created_at: task.createdAt,
  };
}

function orNull<Value>(value: Value | undefined): Value | null {
  return value === undefined ? null : value;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function byId<Thing extends { readonly id: string }>(things: readonly Thing[]): readonly Thing[] {
  return [...things].sort((a, b) => compare(a.id, b.id));
}

function sorted<Value>(map: ReadonlyMap<string, Value>): readonly (readonly [string, Value])[] {
  return [...map].sort(([a], [b]) => compare(a, b));
}
