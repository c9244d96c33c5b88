import { expect, it } from 'vitest';
import { testEngine } from '../../../sim/testing/index.ts';
import { order, tasks, workflows } from './orders.ts';

it('an order that nobody approves expires after a day', async () => {
  const engine = await testEngine({ workflows, tasks });
  const { result, elapsedMs } = await engine.run((client) =>
    client.execute(order, { item: 'book', price: 12 }),
  );
  expect(result).toEqual({ status: 'expired' });
  expect(elapsedMs).toBeGreaterThanOrEqual(24 * 60 * 60 * 1_000);
  await engine.close();
});
