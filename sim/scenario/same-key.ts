import { task, workflow } from '../../src/sdk/index.ts';
import { expectSame } from './expect.ts';
import type { Scenario } from './scenario.ts';
import { hasWaited, overlapped } from './seen-in-run.ts';

const order = workflow({ name: 'order', run: async (_context, item: string) => item });

const wrap = task({ name: 'wrap', run: async (_context, item: string) => item });

/** Several clients ask for the same, each under an id of its own: their key says that it is one. */
export const sameKey: Scenario = {
  name: 'same-key',
  summary: 'n clients start the same workflow, and the same task, at once, under one idempotency key',
  size: { tasks: 2, workers: 1, servers: 1 },
  claims: [
    { what: 'two clients started it at the same time', isReachedBy: overlapped('startWorkflow') },
    { what: 'a transaction waited for another', isReachedBy: hasWaited },
  ],
  workload: ({ tasks }) => ({
    workflows: [order],
    tasks: [wrap],
    clients: Array.from({ length: tasks }, (_, index) => async (client) => {
      const options = { id: `order-${index + 1}`, idempotencyKey: 'key' };
      const handle = await client.start(order, 'a lamp', options);
      expectSame('what was ordered', await handle.result(), 'a lamp');
      const wrapping = await client.startTask(wrap, 'a lamp', {
        id: `wrapping-${index + 1}`,
        idempotencyKey: 'key',
      });
      expectSame('what was wrapped', await wrapping.result(), 'a lamp');
    }),
  }),
};
