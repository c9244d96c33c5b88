import { describe, expect, it } from 'vitest';
import { client } from '../../src/client/index.ts';
import { createSweeps, EngineError } from '../../src/engine/index.ts';
import { systemClock, systemRandom } from '../../src/ports/system/index.ts';
import { task, workflow } from '../../src/sdk/index.ts';
import { sweeper } from '../../src/server/index.ts';
import { worker } from '../../src/worker/index.ts';
import { rejection, withEngine, withServer } from '../support/rpc-servers.ts';
import { hastyClock, workerOptions } from '../support/workers.ts';

const charge = task<number, { paid: number }>({
  name: 'charge',
  run: async (_, amount) => ({ paid: amount }),
});
const shipping = workflow<string, string>({ name: 'shipping', run: async (_, to) => `sent to ${to}` });
const broken = task({
  name: 'broken',
  retry: { retries: 1, initialDelay: 1 },
  run: () => Promise.reject(new RangeError('no paper')),
});
const order = workflow<{ amounts: number[] }, unknown>({
  name: 'order',
  async run(context, { amounts }) {
    const approval = context.promise<{ by: string }>('approval');
    const paid = await Promise.all(amounts.map((amount) => context.schedule(charge, amount)));
    const rate = await context.run('rate', () => 1.5);
    context.set('paid', paid.length);
    await context.sleep(1);
    const note = await context.waitForSignal('note');
    const sent = await context.startChild(shipping, 'Ghent');
    const failed = await context.schedule(broken).then(
      () => 'not at all',
      (error: unknown) => String(error),
    );
    return { paid, rate, note, sent, failed, approval: await approval };
  },
});

describe('a worker and a client', () => {
  it('run a workflow from start to end over the network', async () => {
    await withEngine(async (engine, sql) => {
      await withServer({ operations: engine }, async ({ open }) => {
        const errors: unknown[] = [];
        const workers = worker(
          workerOptions(open(), {
            workflows: [order, shipping],
            tasks: [charge, broken],
            onError: (error) => errors.push(error),
          }),
        );
        const sweeps = sweeper({
          sweeps: createSweeps({ sql, random: systemRandom }),
          clock: systemClock,
          everyMs: 20,
          onError: (error) => errors.push(error),
        });
        const running = [workers.run(), sweeps.run()];
        const operations = open();
        const asker = client({ operations, clock: hastyClock, random: systemRandom });
        try {
          const handle = await asker.start(order, { amounts: [1, 2, 3] }, { id: 'order-1' });
          while ((await handle.query()).state['paid'] === undefined) await systemClock.sleep(5);
          expect(await handle.signal('note', { text: 'fragile 🧶' }, 'once')).toBe('RECORDED');
          expect(await handle.signal('note', { text: 'fragile 🧶' }, 'once')).toBe('REPEATED');
          expect(await asker.resolvePromise('order-1', 'approval', { by: 'Ada' })).toBe('RECORDED');
          expect(await handle.result()).toEqual({
            paid: [{ paid: 1 }, { paid: 2 }, { paid: 3 }],
            rate: 1.5,
            note: { text: 'fragile 🧶' },
            sent: 'sent to Ghent',
            failed: expect.stringContaining('RangeError: no paper'),
            approval: { by: 'Ada' },
          });
          // What the network tells is what the engine itself tells.
          expect(await handle.history()).toEqual(
            (await engine.getEvents({ workflowId: 'order-1', after: 0 })).events,
          );
          expect(await handle.query()).toEqual(await engine.queryWorkflow({ workflowId: 'order-1' }));
          expect(await asker.list()).toEqual((await engine.listWorkflows({ limit: 100 })).workflows);
          const again = await rejection(asker.start(order, { amounts: [] }, { id: 'order-1' }));
          expect(again).toBeInstanceOf(EngineError);
          expect(again).toMatchObject({ code: 'ALREADY_EXISTS', subject: 'order-1' });
        } finally {
          workers.stop();
          sweeps.stop();
          await Promise.all(running);
        }
        expect(errors).toEqual([]);
      });
    });
  });

  it('keep schedules, and run tasks that belong to no workflow', async () => {
    await withEngine(async (engine) => {
      await withServer({ operations: engine }, async ({ open }) => {
        const operations = open();
        const asker = client({ operations, clock: hastyClock, random: systemRandom });
        const nightly = {
          id: 'nightly',
          times: { type: 'CRON', expression: '0 3 * * *', timeZone: 'Europe/Brussels' },
          kind: 'order',
          queue: 'default',
          input: { amounts: [] },
          overlap: 'SKIP',
          missed: 'RUN_ONCE',
        } as const;
        const { nextRunAt } = await asker.putSchedule(nightly);
        expect(await asker.getSchedule('nightly')).toEqual({ ...nightly, nextRunAt, runs: [] });
        await asker.deleteSchedule('nightly');
        expect(await rejection(asker.getSchedule('nightly'))).toMatchObject({ code: 'NOT_FOUND' });

        const workers = worker(workerOptions(operations, { tasks: [charge] }));
        const running = workers.run();
        const handle = await asker.startTask(charge, 7);
        expect(await handle.result()).toEqual({ paid: 7 });
        workers.stop();
        await running;
      });
    });
  });
});
