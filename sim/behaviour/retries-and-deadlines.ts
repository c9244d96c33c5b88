import { NonRetryableError, task, workflow } from '../../src/sdk/index.ts';
import { expectSame } from '../scenario/index.ts';
import { type Behaviour, comesTo, errorOf, until } from './behaviour.ts';

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
const unserved = task({ name: 'unserved', timeout: 60, run: async () => 'too late' });
const reporting = task({
  name: 'reporting',
  run: async (context) => {
    await context.heartbeat({ percent: 50 });
    return 'done';
  },
});
const tasks = [unsteady, hopeless, unserved, reporting];

const retried = workflow({
  name: 'task_retried',
  run: async (context) => await context.schedule(unsteady, 2),
});
const exhausted = workflow({
  name: 'task_retries_exhausted',
  run: async (context) => await errorOf(context.schedule(unsteady, 3)),
});
const notRetried = workflow({
  name: 'task_not_retryable',
  run: async (context) => await errorOf(context.schedule(hopeless)),
});
const late = workflow({
  name: 'task_deadline',
  run: async (context) => await errorOf(context.schedule(unserved, undefined, { queue: 'nobody' })),
});

const standalone: Behaviour = {
  name: 'standalone_task',
  workflows: [],
  tasks,
  async run({ client, id }) {
    const options = { id, idempotencyKey: id };
    const handle = await client.startTask(unsteady, 1, options);
    const again = await client.startTask(unsteady, 1, { ...options, id: `${id}-again` });
    expectSame('the task of one key', again.taskId, handle.taskId);
    expectSame('the attempt that succeeds', await handle.result(), 2);
  },
};

const progress: Behaviour = {
  name: 'task_progress',
  workflows: [],
  tasks,
  async run({ client, clock, id }) {
    const handle = await client.startTask(reporting, undefined, { id });
    await until(clock, 'progress', async () => (await handle.query()).progress !== undefined);
    expectSame('progress', (await handle.query()).progress, { percent: 50 });
    expectSame('the result', await handle.result(), 'done');
  },
};

const once = { TASK_FAILED: 1, TASK_COMPLETED: 0 };

/** Tasks that fail, and are tried again as often as they may be and no longer than they may take. */
export const RETRIES_AND_DEADLINES: readonly Behaviour[] = [
  comesTo(retried, { end: 'COMPLETED 3', events: { TASK_FAILED: 0, TASK_COMPLETED: 1 } }, { tasks }),
  comesTo(exhausted, { end: 'COMPLETED "TaskFailedError RangeError"', events: once }, { tasks }),
  comesTo(notRetried, { end: 'COMPLETED "TaskFailedError NonRetryableError"', events: once }, { tasks }),
  comesTo(late, { end: 'COMPLETED "TaskFailedError TaskTimedOut"', events: once }, { tasks }),
  standalone,
  progress,
];
