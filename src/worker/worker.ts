import type { Operations } from '../engine/index.ts';
import type { Clock, Spawn } from '../ports/index.ts';
import type { AnyWorkflow } from '../sdk/index.ts';
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
  /** How long the worker may take over one activation or attempt; 30 s by default. */
  readonly leaseMs?: number;
  /** Told of calls that failed and are tried again. */
  readonly onError?: (error: unknown) => void;
};

export type Worker = {
  /** Works until {@link Worker.stop}, then finishes what is running. */
  run(): Promise<void>;
  stop(): void;
};

/**
 * Polls for workflows and tasks, runs them and reports what came of it. A worker that has just asked for tasks polls
 * for tasks at once, and one that has ended a task polls for workflows: there most likely is something to do.
 */
export function worker(options: WorkerOptions): Worker {
  const { operations, clock, spawn, concurrency = {}, leaseMs = 30_000, onError = () => undefined } = options;
  const workflows = new Map(options.workflows.map((definition) => [definition.name, definition]));
  const tasks = new Map(options.tasks.map((definition) => [definition.name, definition]));
  const naps = { workflows: new Nap(clock), tasks: new Nap(clock) };
  const shared = {
    spawn,
    onError,
    pollMs: options.pollMs ?? 100,
    maxPollMs: options.maxPollMs ?? 5_000,
    isStopped: () => stopped,
  };
  const asker = { worker: options.name, queues: options.queues, leaseMs };
  let stopped = false;

  const workflowLoop = () =>
    pollingLoop({
      ...shared,
      nap: naps.workflows,
      limit: concurrency.workflows ?? 1,
      poll: async () =>
        (await operations.pollWorkflow({ ...asker, kinds: [...workflows.keys()] })).activation,
      describe: ({ workflowId }) => workflowId,
      run: async (activation) => {
        const asksForTasks = await runWorkflow(operations, clock, workflows, activation, onError);
        if (asksForTasks) naps.tasks.wake();
      },
    });
  const taskLoop = () =>
    pollingLoop({
      ...shared,
      nap: naps.tasks,
      limit: concurrency.tasks ?? 10,
      poll: async () => (await operations.pollTask({ ...asker, kinds: [...tasks.keys()] })).task,
      describe: ({ id }) => id,
      run: async (claimed) => {
        await runTask(operations, clock, tasks, claimed, onError);
        naps.workflows.wake();
      },
    });

  return {
    async run() {
      const loops = [];
      if (workflows.size > 0) loops.push(spawn.start('workflows', workflowLoop));
      if (tasks.size > 0) loops.push(spawn.start('tasks', taskLoop));
      for (const loop of loops) await loop.join();
    },
    stop() {
      stopped = true;
      naps.workflows.wake();
      naps.tasks.wake();
    },
  };
}
