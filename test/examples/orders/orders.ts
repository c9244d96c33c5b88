import { z } from 'zod';
import { task, workflow } from '../../../src/sdk/index.ts';

const Order = z.object({ item: z.string(), price: z.number() });

const charge = task({
  name: 'charge',
  input: Order,
  run: async (context, { item, price }) => `receipt ${context.taskId}: ${price} for a ${item}`,
});

const ship = task({
  name: 'ship',
  input: Order,
  run: async (_context, { item }) => `a parcel with a ${item}`,
});

export const order = workflow({
  name: 'order',
  input: Order,
  run: async (context, placed) => {
    const isApproved = await Promise.race([
      context.waitForSignal('approve').then(() => true),
      context.sleep(24 * 60 * 60 * 1_000).then(() => false),
    ]);
    if (!isApproved) return { status: 'expired' };
    const [receipt, parcel] = await Promise.all([
      context.schedule(charge, placed),
      context.schedule(ship, placed),
    ]);
    return { status: 'done', receipt, parcel };
  },
});

export const workflows = [order];
export const tasks = [charge, ship];
