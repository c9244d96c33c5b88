import type { CallContext, Operations } from '../engine/index.ts';
import type { Clock, Spawn } from '../ports/index.ts';
import { type AnyWorkflow, jsonCodec, type LogLine, type PayloadCodec } from '../sdk/index.ts';
import { Attempt } from './attempt.ts';
import { heartbeatLoop } from './heartbeat-loop.ts';
import { KeptRuns } from './kept-runs.ts';
import { Nap } from './nap.ts';
import { pollingLoop } from './polling-loop.ts';
import { type AnyTask, runTask } from './run-task.ts';
import { runWorkflow } from './run-workflow.ts';

export type WorkerOptions = {
  /** Shown with the leases it holds. */
  readonly name: string;
  readonly operations: Operations;
  readonly clock: Clock;
  readonly spawn: Spawn;
  readonly queues: readonly string[];
  readonly workflows: readonly AnyWorkflow[];
  readonly tasks: readonly AnyTask[];
  /** How many of each run at once; 1 workflow and 10 tasks by default. */
  readonly concurrency?: { readonly workflows?: number; readonly tasks?: number };
  /** First pause after a poll that found nothing, doubled up to `maxPollMs`; 100 ms and 5 s by default. */
  readonly pollMs?: number;
  readonly maxPollMs?: number;
  /**
   * How long a server may wait for work before it answers that there is none, in milliseconds. Not at all by default. A
   * server that answers at once all the same is polled as if this were not set.
   */
  readonly waitMs?: number;
  /**
   * How long an activation may take, and how long an attempt at a task may go unheard of; 30 s by default. The worker
   * tells three times as often that its attempts are alive.
   */
  readonly leaseMs?: number;
  /** How often a worker without attempts tells that it is there, in milliseconds; a third of `leaseMs` by default. */
  readonly idleHeartbeatMs?: number;
  /**
   * How many workflows that wait stay in memory, ready to go on; 100 by default. All others, and those that another
   * worker goes on with, are replayed.
   */
  readonly keptWorkflows?: number;
  /** Makes payloads of values; JSON by default. The client's has to be the same. */
  readonly codec?: PayloadCodec;
  /** Where workflows log. */
  readonly log?: (line: LogLine) => void;
  /** Told of calls that failed and are tried again. */
  readonly onError?: (error: unknown) => void;
};

export type Worker = {
  /** Works until {@link Worker.stop}, then finishes what is running. */
  run(): Promise<void>;
  stop(): void;
  /** There may be something to do: polls at once. */
  wake(): void;
};

/**
 * Polls for workflows and tasks, runs them and reports what came of it. A worker that has just asked for tasks polls
 * for tasks at once, and one that has ended a task polls for workflows: there most likely is something to do.
 */
export function worker(options: WorkerOptions): Worker {
  const { name, operations, clock, spawn, queues, concurrency = {}, leaseMs = 30_000 } = options;
  const { codec = jsonCodec, log = () => undefined, onError = () => undefined } = options;
  const everyMs = leaseMs / 3;
  const idleMs = options.idleHeartbeatMs ?? everyMs;
  const workflows = new Map(options.workflows.map((definition) => [definition.name, definition]));
  const tasks = new Map(options.tasks.map((definition) => [definition.name, definition]));
  const naps = { workflows: new Nap(clock), tasks: new Nap(clock), heartbeats: new Nap(clock) };
  const attempts = new Set<Attempt>();
  const keptRuns = new KeptRuns(options.keptWorkflows ?? 100);
  let stopped = false;
  const { waitMs = 0 } = options;
  const stopping = new AbortController();
  const context: readonly CallContext[] = waitMs > 0 ? [{ signal: stopping.signal }] : [];
  const shared = {
    spawn,
    onError,
    pollMs: options.pollMs ?? 100,
    maxPollMs: options.maxPollMs ?? 5_000,
    waiting: waitMs > 0 ? { waitMs, clock } : undefined,
    isStopped: () => stopped,
  };
  const asker = { worker: name, queues, leaseMs, ...(waitMs > 0 ? { waitMs } : {}) };

  const workflowLoop = () =>
    pollingLoop({
      ...shared,
      nap: naps.workflows,
      limit: concurrency.workflows ?? 1,
      poll: async () =>
        (await operations.pollWorkflow({ ...asker, kinds: [...workflows.keys()] }, ...context)).activation,
      describe: ({ workflowId }) => workflowId,
      run: async (activation) => {
        const surroundings = { operations, clock, workflows, keptRuns, codec, log, onError };
        const { asksForTasks, asksForWorkflows } = await runWorkflow(surroundings, activation);
        if (asksForTasks) naps.tasks.wake();
        if (asksForWorkflows) naps.workflows.wake();
      },
    });
  const taskLoop = () =>
    pollingLoop({
      ...shared,
      nap: naps.tasks,
      limit: concurrency.tasks ?? 10,
      poll: async () => (await operations.pollTask({ ...asker, kinds: [...tasks.keys()] }, ...context)).task,
      describe: ({ id }) => id,
      run: async (claimed) => {
        const { id: taskId, attempt: number, token } = claimed;
        const attempt = new Attempt({ taskId, attempt: number, token }, operations, leaseMs);
        attempts.add(attempt);
        if (idleMs > everyMs && attempts.size === 1) naps.heartbeats.wake();
        try {
          await runTask({ operations, clock, tasks, codec, onError }, claimed, attempt);
        } finally {
          attempts.delete(attempt);
        }
        naps.workflows.wake();
      },
    });
  const heartbeats = () =>
    heartbeatLoop({
      nap: naps.heartbeats,
      everyMs,
      idleMs,
      isOver: () => stopped && attempts.size === 0,
      attempts,
      onError,
      present: async () => {
        const kinds = { workflows: [...workflows.keys()], tasks: [...tasks.keys()] };
        await operations.heartbeatWorker({ worker: name, queues, ...kinds });
      },
    });

  return {
    async run() {
      const loops = [];
      const beating = spawn.start('heartbeats', heartbeats);
      if (workflows.size > 0) loops.push(spawn.start('workflows', workflowLoop));
      if (tasks.size > 0) loops.push(spawn.start('tasks', taskLoop));
      for (const loop of loops) await loop.join();
      naps.heartbeats.wake();
      await beating.join();
    },
    stop() {
      stopped = true;
      stopping.abort();
      naps.workflows.wake();
      naps.tasks.wake();
      naps.heartbeats.wake();
    },
    wake() {
      naps.workflows.wake();
      naps.tasks.wake();
    },
  };
}
