import { type Client, WorkflowEndedError } from '../../src/client/index.ts';
import { EngineError } from '../../src/engine/index.ts';
import type { Clock } from '../../src/ports/index.ts';
import { CancelledError, workflow } from '../../src/sdk/index.ts';
import { expectSame } from './expect.ts';
import type { Scenario } from './scenario.ts';
import { overlapped, showed } from './seen-in-run.ts';

/** Never begun, for no worker has its queue. */
const errand = workflow({ name: 'errand', run: async () => undefined });

const vigil = workflow({
  name: 'vigil',
  run: async (context): Promise<void> => {
    try {
      await context.startChild(errand, undefined, { id: 'errand', queue: 'nobody' });
    } catch (error) {
      if (!(error instanceof CancelledError)) throw error;
      context.set('is called off', true);
    }
    for (;;) await context.waitForSignal('news');
  },
});

/** Asks again and again, until there is what it asks for. */
async function until(ask: () => Promise<boolean>, clock: Clock): Promise<void> {
  while (!(await ask().catch(onlyMissing))) await clock.sleep(100);
}

function onlyMissing(error: unknown): boolean {
  if (error instanceof EngineError && error.code === 'NOT_FOUND') return false; // it has not been started
  throw error;
}

const isCalledOff = async (client: Client): Promise<boolean> => {
  const { state } = await client.handle('vigil').query();
  return state['is called off'] === true;
};

/** A child is cancelled before it has begun, and then its parent while there is news for it. */
export const calledOff: Scenario = {
  name: 'called-off',
  summary: 'a child that nobody runs is cancelled; then its parent is, while n signals come in',
  size: { tasks: 1, workers: 1, servers: 1 },
  claims: [
    { what: 'the child was cancelled before it had begun', isReachedBy: showed('cancelWorkflow CANCELLED') },
    {
      what: 'the cancellation overlapped with a submission',
      isReachedBy: overlapped('cancelWorkflow', 'submitCommands'),
    },
  ],
  workload: ({ tasks }) => ({
    workflows: [vigil, errand],
    tasks: [],
    needsSweeps: true,
    clients: [
      async (client, clock) => {
        const handle = await client.start(vigil, undefined, { id: 'vigil' });
        await until(async () => (await client.handle('errand').cancel()) !== undefined, clock);
        await until(() => isCalledOff(client), clock);
        await handle.cancel();
        const error = await handle.result().catch((thrown: unknown) => thrown);
        expectSame('the vigil', error instanceof WorkflowEndedError && error.status, 'CANCELLED');
      },
      async (client, clock) => {
        await until(() => isCalledOff(client), clock);
        for (let sent = 0; sent < tasks; sent += 1) await client.handle('vigil').signal('news');
      },
    ],
  }),
};
