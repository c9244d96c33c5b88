import type { Client } from '../../src/client/index.ts';
import { workflow } from '../../src/sdk/index.ts';
import { expectSame } from './expect.ts';
import type { Scenario } from './scenario.ts';
import { hasWaited, overlapped } from './seen-in-run.ts';

const guestbook = workflow({
  name: 'guestbook',
  run: async (context, guests: number) => {
    const names: number[] = [];
    while (names.length < guests) names.push(await context.waitForSignal<number>('greeting'));
    return new Set(names).size;
  },
});

/** Several clients send a signal at once to a workflow that the first of them starts, and the last one may be too late. */
export const greetings: Scenario = {
  name: 'greetings',
  summary:
    'n clients signal a workflow at once, twice each, and whoever comes first starts it, whoever comes last may be late',
  size: { tasks: 3, workers: 1, servers: 2 },
  claims: [
    {
      what: 'two clients started the workflow by a signal at the same time',
      isReachedBy: overlapped('signalWithStart'),
    },
    { what: 'a transaction waited for another', isReachedBy: hasWaited },
  ],
  workload: ({ tasks }) => ({
    workflows: [guestbook],
    tasks: [],
    clients: Array.from({ length: tasks }, (_, guest) => async (client: Client) => {
      const greet = (payload: number) => {
        const signal = { name: 'greeting', payload, idempotencyKey: String(payload) };
        return client.signalWithStart(guestbook, tasks * 2 - 1, { id: 'guestbook' }, signal);
      };
      await greet(guest);
      const handle = await greet(tasks + guest);
      expectSame('how many have come in time', await handle.result(), tasks * 2 - 1);
    }),
  }),
};
