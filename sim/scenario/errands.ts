import type { Client } from '../../src/client/index.ts';
import { EngineError } from '../../src/engine/index.ts';
import type { Clock } from '../../src/ports/index.ts';
import { CancelledError, workflow } from '../../src/sdk/index.ts';
import { expectSame } from './expect.ts';
import type { Scenario } from './scenario.ts';
import { overlapped, showed } from './seen-in-run.ts';

/** Servers sweep at that time, too, however often they do. */
const WAIT_MS = 5_000;

/** Never begun, for no worker has its queue. */
const errand = workflow({ name: 'errand', run: async () => undefined });

/** Goes on until it is given up. */
const watch = workflow({
  name: 'watch',
  run: async (context): Promise<void> => {
    for (;;) await context.waitForSignal('news');
  },
});

const cancelled = (error: unknown): string => {
  if (error instanceof CancelledError) return 'called off';
  throw error;
};

const household = workflow({
  name: 'household',
  run: async (context, count: number) => {
    const watching = context.startChild(watch, undefined, { id: 'a-watch' });
    const errands = Array.from({ length: count }, (_, index) =>
      context.startChild(errand, undefined, { id: `errand-${index}`, queue: 'nobody' }).catch(cancelled),
    );
    const ended = await Promise.all(errands);
    watching.cancel();
    await watching.catch(cancelled);
    return ended;
  },
});

/** Calls an errand off when nobody has begun it for a while. */
async function callOff(index: number, client: Client, clock: Clock): Promise<void> {
  for (;;) {
    await clock.sleep(WAIT_MS);
    try {
      await client.handle(`errand-${index}`).cancel();
      return;
    } catch (error) {
      if (!(error instanceof EngineError) || error.code !== 'NOT_FOUND') throw error; // there is none yet
    }
  }
}

/** Children end one after the other while another goes on: none of them keeps the end of another from the parent. */
export const errands: Scenario = {
  name: 'errands',
  summary:
    'n children that nobody runs are called off by n clients, while another goes on; a sweep does one thing at a time',
  size: { tasks: 3, workers: 1, servers: 2 },
  claims: [
    { what: 'a sweep told the parent of an end', isReachedBy: showed('deliverChildEnds DONE') },
    { what: 'two children were called off at the same time', isReachedBy: overlapped('cancelWorkflow') },
  ],
  workload: ({ tasks }) => ({
    workflows: [household, errand, watch],
    tasks: [],
    needsSweeps: true,
    sweepLimit: 1,
    before: async (client) => {
      await client.start(errand, undefined, { id: 'earlier', queue: 'nobody' });
      await client.handle('earlier').cancel();
    },
    clients: [
      async (client) => {
        const expected = Array.from({ length: tasks }, () => 'called off');
        expectSame(
          'what became of them',
          await client.execute(household, tasks, { id: 'household' }),
          expected,
        );
        await client
          .handle('a-watch')
          .result()
          .catch(() => undefined); // it is not kept up any longer
      },
      ...Array.from(
        { length: tasks },
        (_, index) => (client: Client, clock: Clock) => callOff(index, client, clock),
      ),
    ],
  }),
};
