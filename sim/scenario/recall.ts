import type { Client } from '../../src/client/index.ts';
import { EngineError, type Operations } from '../../src/engine/index.ts';
import type { Clock } from '../../src/ports/index.ts';
import { CancelledError, task, TaskFailedError, workflow } from '../../src/sdk/index.ts';
import { expectSame, UnexpectedResultError } from './expect.ts';
import type { Scenario } from './scenario.ts';
import { overlapped, showed } from './seen-in-run.ts';

const DEADLINE_MS = 60;

/** Every other one goes wrong at first: it is called back while it fails. */
const ship = task({
  name: 'ship',
  retry: { retries: 3, initialDelay: 1, maxDelay: 1 },
  run: async ({ attempt }, item: number) => {
    if (item % 2 === 1 && attempt === 1) throw new Error('dropped');
    return item;
  },
});
/** Nobody takes it in hand. */
const stow = task({ name: 'stow', timeout: DEADLINE_MS, run: async () => 'stowed' });

const order = workflow({
  name: 'order-to-recall',
  run: async (context, count: number) => {
    const told = (error: unknown): string => {
      if (error instanceof CancelledError) return 'cancelled';
      if (error instanceof TaskFailedError) return error.errorName;
      throw error;
    };
    const items = Array.from({ length: count }, (_, item) => item);
    return await Promise.all([
      ...items.map((item) => context.schedule(ship, item).catch(told)),
      ...items.map(() => context.schedule(stow, undefined, { queue: 'nobody' }).catch(told)),
    ]);
  },
});

/** Cancels a task as soon as there is one. @returns how the engine says it ended */
async function recalled(taskId: string, clock: Clock, operations: Operations): Promise<string> {
  for (;;) {
    try {
      return (await operations.cancelTask({ taskId })).type;
    } catch (error) {
      if (!(error instanceof EngineError) || error.code !== 'NOT_FOUND') throw error;
      await clock.sleep(DEADLINE_MS / 6);
    }
  }
}

/** A task that was called back stays called back; another one has a result. */
async function staysAsTold(
  taskId: string,
  told: string,
  clock: Clock,
  operations: Operations,
): Promise<void> {
  await clock.sleep(DEADLINE_MS);
  const { status } = await operations.getTask({ taskId });
  if (told === 'CANCELLED' ? status !== 'CANCELLED' : status === 'CANCELLED' || status === 'PENDING') {
    throw new UnexpectedResultError(`${taskId}, whose cancellation was answered ${told},`, status, 'as told');
  }
}

/** Tasks are cancelled from outside while workers ask for them, and while others of their workflow end. */
export const recall: Scenario = {
  name: 'recall',
  summary:
    'n tasks of a workflow and n without one are cancelled as soon as they are there; others miss their deadlines',
  size: { tasks: 2, workers: 2, servers: 2 },
  needsCalm: 'its clients cancel what they have seen, and know the answer to each of their calls',
  claims: [
    {
      what: 'a task was cancelled while somebody asked for it',
      isReachedBy: overlapped('cancelTask', 'pollTask'),
    },
    { what: 'a task was done before it was cancelled', isReachedBy: showed('cancelTask IGNORED') },
    { what: 'a task was cancelled while it was done', isReachedBy: showed('completeTask STALE') },
  ],
  workload: ({ tasks }) => ({
    workflows: [order],
    tasks: [ship],
    needsSweeps: true,
    clients: [
      async (client) => {
        const handle = await client.start(order, tasks, { id: 'order' });
        const got = await handle.result();
        for (const [index, each] of got.entries()) {
          const expected = index < tasks ? [index, 'cancelled'] : ['TaskTimedOut'];
          if (!expected.includes(each))
            throw new UnexpectedResultError('the end', each, expected.join(' or '));
        }
      },
      ...Array.from(
        { length: tasks },
        (_, index) => async (_client: Client, clock: Clock, operations: Operations) => {
          const taskId = `order/task/${index + 1}`;
          await staysAsTold(taskId, await recalled(taskId, clock, operations), clock, operations);
        },
      ),
      async (client, clock, operations) => {
        for (let item = 0; item < tasks; item += 1) {
          const id = `alone-${item}`;
          const handle = await client.startTask(ship, item, { id });
          const told = await handle.cancel();
          expectSame('whether it may be told so', ['CANCELLED', 'IGNORED'].includes(told), true);
          await staysAsTold(id, told, clock, operations);
        }
      },
    ],
  }),
};
