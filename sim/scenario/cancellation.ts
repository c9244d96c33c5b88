import { WorkflowEndedError } from '../../src/client/index.ts';
import { isWorkflowEnded } from '../../src/events/index.ts';
import { CancelledError, task, workflow, WorkflowCancelledError } from '../../src/sdk/index.ts';
import { expectSame, UnexpectedResultError } from './expect.ts';
import type { Scenario } from './scenario.ts';
import { cameWhileRunning, showed } from './seen-in-run.ts';

const book = task({ name: 'book', run: async (_context, item: number) => item });
const refund = task({ name: 'refund', run: async (_context, items: number) => items });

const leg = workflow({
  name: 'leg',
  run: async (context) => {
    await context.sleep(3_600_000); // however time jumps, it is cancelled before
  },
});

const trip = workflow({
  name: 'trip',
  run: async (context, count: number) => {
    const given = context.schedule(book, -1);
    given.cancel();
    const isCancelled = await given.catch((error: unknown) => error instanceof CancelledError);
    context.set('gave up one', isCancelled === true);
    const booked = await Promise.all(
      Array.from({ length: count }, (_, index) => context.schedule(book, index)),
    );
    try {
      await Promise.all([
        context.startChild(leg, undefined, { id: 'leg' }),
        context.sleep(3_600_000),
        context.promise('arrival'),
        context.waitForSignal('delay'),
      ]);
    } catch (error) {
      if (!(error instanceof WorkflowCancelledError)) throw error;
      context.set('refunded', await context.schedule(refund, booked.length));
      throw error;
    }
  },
});

/** A workflow is cancelled while it waits for one thing of each kind, and puts things in order before it ends. */
export const cancellation: Scenario = {
  name: 'cancellation',
  summary:
    'cancelled twice while it waits for a child, a timer, a promise and a signal; compensates; its child ends too',
  size: { tasks: 2, workers: 2, servers: 2 },
  claims: [
    { what: 'a workflow was cancelled before it had begun', isReachedBy: showed('cancelWorkflow CANCELLED') },
    {
      what: 'a cancellation came while its workflow was running',
      isReachedBy: cameWhileRunning('CANCELLATION_REQUESTED'),
    },
  ],
  workload: ({ tasks }) => ({
    workflows: [trip, leg],
    tasks: [book, refund],
    needsSweeps: true,
    clients: [
      async (client) => {
        const handle = await client.start(leg, undefined, { id: 'called-off' });
        await handle.cancel(); // perhaps before it has begun
        const error = await handle.result().catch((thrown: unknown) => thrown);
        expectSame('a leg called off', error instanceof WorkflowEndedError && error.status, 'CANCELLED');
      },
      async (client, clock) => {
        const handle = await client.start(trip, tasks, { id: 'trip' });
        await clock.sleep(500);
        await handle.cancel('too expensive');
        const again = await handle.cancel();
        if (again !== 'REPEATED' && again !== 'IGNORED') {
          throw new UnexpectedResultError('cancelling twice', again, 'REPEATED or IGNORED');
        }
        while (!isWorkflowEnded((await handle.query()).status)) await clock.sleep(20); // it is looked at, too
        const error = await handle.result().catch((thrown: unknown) => thrown);
        if (!(error instanceof WorkflowEndedError) || error.status !== 'CANCELLED') {
          throw new UnexpectedResultError('the end of the trip', String(error), 'CANCELLED');
        }
        // What it had published by then depends on how far it was.
        const { state } = await handle.query();
        if ('refunded' in state) {
          expectSame('what was published', state, { 'gave up one': true, refunded: tasks });
        }
        // Its leg, if it came so far, was told of the end, and may not have come to its own.
        while ((await client.list({ idPrefix: 'leg' })).some(({ status }) => !isWorkflowEnded(status))) {
          await clock.sleep(20);
        }
      },
    ],
  }),
};
