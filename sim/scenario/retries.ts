import { TaskEndedError } from '../../src/client/index.ts';
import { NonRetryableError, task, TaskFailedError, workflow } from '../../src/sdk/index.ts';
import { expectSame } from './expect.ts';
import type { Scenario } from './scenario.ts';
import { overlapped, sweepsOverlapped } from './seen-in-run.ts';

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

/**
 * What came of tasks, as it would have without the attempts that were lost: each counts as one that failed, so a task may
 * have needed more of them, or have run out of them.
 */
function withoutLosses(got: readonly unknown[], expected: readonly unknown[]): readonly unknown[] {
  return got.map((result, index) => {
    const calm = expected[index];
    const isLost = result === 'LeaseExpired' || result === 'RangeError';
    if (isLost && (typeof calm === 'number' || calm === 'RangeError' || calm === 'NonRetryableError'))
      return calm;
    return typeof result === 'number' && typeof calm === 'number' && result > calm ? calm : result;
  });
}

/** Tasks that fail, and are tried again as often as they may be; deadlines; tasks of no workflow. */
export const retries: Scenario = {
  name: 'retries',
  summary:
    'n tasks that fail 0, 1, 2, … times, of which 2 retries are forgiven; one fails for good, one is late; the same without a workflow',
  size: { tasks: 4, workers: 2, servers: 2 },
  claims: [
    { what: 'a failure and a completion overlapped', isReachedBy: overlapped('failTask', 'completeTask') },
    { what: 'two servers looked for deadlines at the same time', isReachedBy: sweepsOverlapped },
  ],
  workload: ({ tasks }, { isFaulty }) => ({
    workflows: [stubborn],
    tasks: [unsteady, hopeless, late],
    needsSweeps: true,
    clients: [
      async (client) => {
        const attempts = Array.from({ length: tasks }, (_, failures) =>
          failures <= retry.retries ? failures + 1 : 'RangeError',
        );
        const got = await client.execute(stubborn, tasks, { id: 'stubborn' });
        const expected = [...attempts, 'NonRetryableError', 'TaskTimedOut'];
        expectSame('what came of the tasks', isFaulty ? withoutLosses(got, expected) : got, expected);
      },
      async (client) => {
        const first = await client.startTask(unsteady, 1, { id: 'alone', idempotencyKey: 'k' });
        const again = await client.startTask(unsteady, 1, { id: 'again', idempotencyKey: 'k' });
        expectSame('the task of one key', again.taskId, 'alone');
        const attempt = await first
          .result()
          .catch((error: unknown) => isFaulty && error instanceof TaskEndedError && 2);
        expectSame('the attempt that succeeded', isFaulty ? Math.min(Number(attempt), 2) : attempt, 2);
        const lost = await client.startTask(late, undefined, { id: 'lost', queue: 'nobody' });
        const error = await lost.result().catch((thrown: unknown) => thrown);
        expectSame('why it was lost', error instanceof TaskEndedError && error.failure?.name, 'TaskTimedOut');
      },
    ],
  }),
};
