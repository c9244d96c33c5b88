import { TaskEndedError } from '../../src/client/index.ts';
import { NonRetryableError, task, TaskFailedError, workflow } from '../../src/sdk/index.ts';
import { expectSame } from './expect.ts';
import type { Scenario } from './scenario.ts';

const retry = { retries: 2, initialDelay: 10, maxDelay: 40 };

const unsteady = task({
  name: 'unsteady',
  retry,
  run: async ({ attempt }, failures: number) => {
    if (attempt <= failures) throw new RangeError(`attempt ${attempt}`);
    return attempt;
  },
});
const hopeless = task({
  name: 'hopeless',
  retry,
  run: async (): Promise<never> => {
    throw new NonRetryableError('not ever');
  },
});
/** Never done before its deadline, for no worker has its queue. */
const late = task({ name: 'late', timeout: 300, run: async () => 'too late' });

const stubborn = workflow({
  name: 'stubborn',
  run: async (context, count: number) => {
    const told = (error: unknown): string => {
      if (error instanceof TaskFailedError) return error.errorName;
      throw error;
    };
    return await Promise.all([
      ...Array.from({ length: count }, (_, failures) => context.schedule(unsteady, failures).catch(told)),
      context.schedule(hopeless).catch(told),
      context.schedule(late, undefined, { queue: 'nobody' }).catch(told),
    ]);
  },
});

/** Tasks that fail, and are tried again as often as they may be; deadlines; tasks of no workflow. */
export const retries: Scenario = {
  name: 'retries',
  summary:
    'n tasks that fail 0, 1, 2, … times, of which 2 retries are forgiven; one fails for good, one is late; the same without a workflow',
  size: { tasks: 4, workers: 2, servers: 2 },
  workload: ({ tasks }) => ({
    workflows: [stubborn],
    tasks: [unsteady, hopeless, late],
    needsSweeps: true,
    clients: [
      async (client) => {
        const attempts = Array.from({ length: tasks }, (_, failures) =>
          failures <= retry.retries ? failures + 1 : 'RangeError',
        );
        const got = await client.execute(stubborn, tasks, { id: 'stubborn' });
        expectSame('what came of the tasks', got, [...attempts, 'NonRetryableError', 'TaskTimedOut']);
      },
      async (client) => {
        const first = await client.startTask(unsteady, 1, { id: 'alone', idempotencyKey: 'k' });
        const again = await client.startTask(unsteady, 1, { id: 'again', idempotencyKey: 'k' });
        expectSame('the task of one key', again.taskId, 'alone');
        expectSame('the attempt that succeeded', await first.result(), 2);
        const lost = await client.startTask(late, undefined, { id: 'lost', queue: 'nobody' });
        const error = await lost.result().catch((thrown: unknown) => thrown);
        expectSame('why it was lost', error instanceof TaskEndedError && error.failure?.name, 'TaskTimedOut');
      },
    ],
  }),
};
