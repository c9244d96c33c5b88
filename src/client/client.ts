import type {
  CancelResponse,
  CancelWorkflowResponse,
  GetScheduleResponse,
  GetTaskResponse,
  ListWorkflowsRequest,
  ListWorkflowsResponse,
  Operations,
  PutScheduleRequest,
  QueryWorkflowResponse,
  SettlePromiseResponse,
  SignalWorkflowResponse,
} from '../engine/index.ts';
import {
  DEFAULT_RETRY,
  describeFailure,
  type Failure,
  type Json,
  type RetryPolicy,
  type WorkflowEvent,
} from '../events/index.ts';
import type { Clock, Random } from '../ports/index.ts';
import {
  type AnyWorkflow,
  type CallArguments,
  jsonCodec,
  type PayloadCodec,
  type TaskDefinition,
  validated,
  type WorkflowDefinition,
} from '../sdk/index.ts';
import { TaskEndedError, WorkflowEndedError } from './errors.ts';

export type StartOptions = {
  /** The workflow's id; a random one by default. */
  readonly id?: string;
  /** `default` by default. */
  readonly queue?: string;
  readonly priority?: number;
  readonly idempotencyKey?: string;
};

export type StartTaskOptions = Omit<StartOptions, 'priority'> & {
  /** Overrides the task's own policy, field by field. */
  readonly retry?: Partial<RetryPolicy>;
  /** Overrides the task's own, in milliseconds. */
  readonly timeout?: number;
};

/** A workflow, by its id. */
export type WorkflowHandle<Output> = {
  readonly workflowId: string;
  /**
   * Waits for the workflow's end.
   *
   * @throws {WorkflowEndedError} when it failed or was cancelled.
   */
  result(): Promise<Output>;
  /** @param idempotencyKey signals with the same key are one signal */
  signal(name: string, payload?: unknown, idempotencyKey?: string): Promise<SignalWorkflowResponse['type']>;
  cancel(reason?: string): Promise<CancelWorkflowResponse['type']>;
  /** How it stands, and what its code has published. */
  query(): Promise<QueryWorkflowResponse>;
  history(): Promise<readonly WorkflowEvent[]>;
};

/** A task that belongs to no workflow, by its id. */
export type StandaloneTaskHandle<Output> = {
  readonly taskId: string;
  /**
   * Waits for the task's end.
   *
   * @throws {TaskEndedError} when it failed or was cancelled.
   */
  result(): Promise<Output>;
  cancel(): Promise<CancelResponse['type']>;
  query(): Promise<GetTaskResponse>;
};

export type Client = {
  start<Input, Output>(
    definition: WorkflowDefinition<Input, Output>,
    ...call: CallArguments<Input, StartOptions>
  ): Promise<WorkflowHandle<Output>>;
  /** Starts a workflow and waits for its end. */
  execute<Input, Output>(
    definition: WorkflowDefinition<Input, Output>,
    ...call: CallArguments<Input, StartOptions>
  ): Promise<Output>;
  /** Sends a signal to a workflow, and starts it first if its id is free. */
  signalWithStart<Input, Output>(
    definition: WorkflowDefinition<Input, Output>,
    input: Input,
    options: Omit<StartOptions, 'idempotencyKey'> & { readonly id: string },
    signal: { readonly name: string; readonly payload?: unknown; readonly idempotencyKey?: string },
  ): Promise<WorkflowHandle<Output>>;
  startTask<Input, Output>(
    definition: TaskDefinition<Input, Output>,
    ...call: CallArguments<Input, StartTaskOptions>
  ): Promise<StandaloneTaskHandle<Output>>;
  /** A workflow that was started before. */
  handle<Output = unknown>(workflowId: string): WorkflowHandle<Output>;
  resolvePromise(workflowId: string, name: string, value?: unknown): Promise<SettlePromiseResponse['type']>;
  rejectPromise(workflowId: string, name: string, reason: unknown): Promise<SettlePromiseResponse['type']>;
  list(filter?: Partial<ListWorkflowsRequest>): Promise<ListWorkflowsResponse['workflows']>;
  putSchedule(schedule: PutScheduleRequest): Promise<{ readonly nextRunAt: number }>;
  getSchedule(scheduleId: string): Promise<GetScheduleResponse>;
  deleteSchedule(scheduleId: string): Promise<void>;
};

export type ClientOptions = {
  readonly operations: Operations;
  readonly clock: Clock;
  readonly random: Random;
  /** Makes payloads of values; JSON by default. The workers' has to be the same. */
  readonly codec?: PayloadCodec;
  /**
   * How long a server may wait for a result before it answers that there is none yet, in milliseconds. Not at all by
   * default. A server that answers at once all the same is asked at growing intervals.
   */
  readonly waitMs?: number;
};

type Payload = { readonly input?: Json; readonly payload?: Json; readonly value?: Json };

const FIRST_POLL_MS = 100;
const LAST_POLL_MS = 5_000;
const PAGE = 100;

/** Starts workflows and tasks, speaks to them and waits for them. */
export function client(options: ClientOptions): Client {
  const { operations, clock, random, codec = jsonCodec, waitMs = 0 } = options;
  const waiting = waitMs > 0 ? { waitMs } : {};

  /** A payload for a request; nothing for a value that there is none of. */
  const payload = (value: unknown, name: 'input' | 'payload' | 'value'): Payload => {
    const encoded = codec.encode(value);
    return encoded === undefined ? {} : { [name]: encoded };
  };

  /** Asks until there is an answer, at growing intervals unless the server has waited in the client's place. */
  async function until<Answer>(ask: () => Promise<Answer | undefined>): Promise<Answer> {
    for (let pause = FIRST_POLL_MS; ; ) {
      const since = waitMs > 0 ? clock.now() : 0;
      const answer = await ask();
      if (answer !== undefined) return answer;
      if (waitMs > 0 && clock.now() - since >= waitMs / 2) continue;
      await clock.sleep(pause);
      pause = Math.min(pause * 2, LAST_POLL_MS);
    }
  }

  async function result(workflowId: string): Promise<unknown> {
    let after = 0;
    const end = await until(async () => {
      for (;;) {
        const { events } = await operations.getEvents({ workflowId, after, ...waiting });
        after = events.at(-1)?.sequence ?? after;
        const found = events.map(endOf).find((each) => each !== undefined);
        // What the server waited for may have been any event: it is to go on.
        if (found || events.length === 0 || waitMs === 0) return found;
      }
    });
    if (end.type === 'COMPLETED') return codec.decode(end.output);
    throw new WorkflowEndedError(workflowId, end.type, end.error);
  }

  function handle<Output>(workflowId: string): WorkflowHandle<Output> {
    return {
      workflowId,
      // The definition states its output's type; what history holds is what that definition returned.
      result: () => result(workflowId) as Promise<Output>,
      async signal(name, value, idempotencyKey) {
        const key = idempotencyKey === undefined ? {} : { idempotencyKey };
        const request = { workflowId, name, ...payload(value, 'payload'), ...key };
        return (await operations.signalWorkflow(request)).type;
      },
      async cancel(reason) {
        const request = reason === undefined ? { workflowId } : { workflowId, reason };
        return (await operations.cancelWorkflow(request)).type;
      },
      query: () => operations.queryWorkflow({ workflowId }),
      history: async () => (await operations.getEvents({ workflowId, after: 0 })).events,
    };
  }

  function taskHandle<Output>(taskId: string): StandaloneTaskHandle<Output> {
    return {
      taskId,
      async result() {
        const ended = await until(async () => {
          const task = await operations.getTask({ taskId, ...waiting });
          return task.status === 'PENDING' || task.status === 'RUNNING' ? undefined : task;
        });
        if (ended.status === 'COMPLETED') return codec.decode(ended.output) as Output; // as its definition states
        throw new TaskEndedError(taskId, ended.status === 'CANCELLED' ? 'CANCELLED' : 'FAILED', ended.error);
      },
      cancel: async () => (await operations.cancelTask({ taskId })).type,
      query: () => operations.getTask({ taskId }),
    };
  }

  function startRequest(definition: AnyWorkflow, input: unknown, options: StartOptions) {
    const { id = random.uuid(), queue = 'default', ...rest } = options;
    const { name: kind, version } = definition;
    const value = validated(definition.input, input, `the input of workflow ${kind}`);
    return {
      id,
      kind,
      queue,
      ...rest,
      ...(version === undefined ? {} : { version }),
      ...payload(value, 'input'),
    };
  }

  async function start<Input, Output>(
    definition: WorkflowDefinition<Input, Output>,
    ...[input, options = {}]: CallArguments<Input, StartOptions>
  ): Promise<WorkflowHandle<Output>> {
    const { workflowId } = await operations.startWorkflow(startRequest(definition, input, options));
    return handle(workflowId);
  }

  return {
    start,
    execute: async (definition, ...call) => (await start(definition, ...call)).result(),
    async signalWithStart(definition, input, options, { name, payload: value, idempotencyKey }) {
      const key = idempotencyKey === undefined ? {} : { idempotencyKey };
      await operations.signalWithStart({
        start: startRequest(definition, input, options),
        signal: { name, ...payload(value, 'payload'), ...key },
      });
      return handle(options.id);
    },
    async startTask(definition, ...[input, options = {}]) {
      const { id = random.uuid(), queue = 'default', timeout = definition.timeout, retry, ...rest } = options;
      const value = validated(definition.input, input, `the input of task ${definition.name}`);
      const { taskId } = await operations.startTask({
        id,
        kind: definition.name,
        queue,
        ...rest,
        ...payload(value, 'input'),
        ...(timeout === undefined ? {} : { timeoutMs: timeout }),
        retry: { ...DEFAULT_RETRY, ...definition.retry, ...retry },
      });
      return taskHandle(taskId);
    },
    handle,
    resolvePromise: async (workflowId, name, value) =>
      (await operations.resolvePromise({ workflowId, name, ...payload(value, 'value') })).type,
    rejectPromise: async (workflowId, name, reason) =>
      (await operations.rejectPromise({ workflowId, name, error: describeFailure(reason) })).type,
    list: async (filter = {}) => (await operations.listWorkflows({ limit: PAGE, ...filter })).workflows,
    putSchedule: (schedule) => operations.putSchedule(schedule),
    getSchedule: (scheduleId) => operations.getSchedule({ scheduleId }),
    async deleteSchedule(scheduleId) {
      await operations.deleteSchedule({ scheduleId });
    },
  };
}

/** How a workflow ended, if an event tells. */
function endOf(event: WorkflowEvent) {
  switch (event.type) {
    case 'WORKFLOW_COMPLETED':
      return { type: 'COMPLETED', output: event.data.output } as const;
    case 'WORKFLOW_FAILED':
      return { type: 'FAILED', error: event.data.error } as const;
    case 'WORKFLOW_CANCELLED':
      return { type: 'CANCELLED', error: undefined as Failure | undefined } as const;
    default:
      return undefined;
  }
}
