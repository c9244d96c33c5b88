import { workflow } from '../../src/sdk/index.ts';
import { expectSame } from './expect.ts';
import type { Scenario } from './scenario.ts';
import { cameWhileRunning, overlapped } from './seen-in-run.ts';

const inbox = workflow({
  name: 'inbox',
  run: async (context, count: number) => {
    const read: number[] = [];
    while (read.length < count) {
      read.push(await context.waitForSignal<number>('letter'));
      read.push(...context.drainSignals<number>('letter'));
      context.set('read', read.length);
    }
    await context.waitForSignal('close');
    return [...read, context.drainSignals('letter').length];
  },
});

/** Signals of one name are read in the order in which they were sent, each once, however they and activations interleave. */
export const signals: Scenario = {
  name: 'signals',
  summary: 'n signals in order, some of them sent twice under one key, to a workflow that a signal may start',
  size: { tasks: 5, workers: 2, servers: 2 },
  claims: [
    {
      what: 'two clients started the workflow by a signal at the same time',
      isReachedBy: overlapped('signalWithStart'),
    },
    {
      what: 'a signal came while its workflow was running',
      isReachedBy: cameWhileRunning('SIGNAL_RECEIVED'),
    },
  ],
  workload: ({ tasks }) => ({
    workflows: [inbox],
    tasks: [],
    clients: [
      async (client) => {
        const handle = await client.signalWithStart(
          inbox,
          tasks,
          { id: 'inbox' },
          { name: 'letter', payload: 0, idempotencyKey: '0' },
        );
        for (let letter = 1; letter < tasks; letter += 1) {
          await handle.signal('letter', letter, String(letter));
          if (letter % 2 === 0) {
            const key = String(letter);
            expectSame('the same signal again', await handle.signal('letter', letter, key), 'REPEATED');
          }
        }
        await handle.signal('close');
        const letters = Array.from({ length: tasks }, (_, index) => index);
        expectSame('what was read', await handle.result(), [...letters, 0]);
        expectSame('what was published', (await handle.query()).state, { read: tasks });
        expectSame('a signal after the end', await handle.signal('letter', -1), 'IGNORED');
      },
      async (client) => {
        const options = { id: 'inbox' };
        const signal = { name: 'letter', payload: 0, idempotencyKey: '0' };
        await client.signalWithStart(inbox, tasks, options, signal);
      },
    ],
  }),
};
