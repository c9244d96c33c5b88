import { task, workflow } from '../../src/sdk/index.ts';
import { UnexpectedResultError } from './expect.ts';
import type { Scenario } from './scenario.ts';
import { overlapped, showed } from './seen-in-run.ts';

const sprint = task({ name: 'sprint', run: async (_context, lane: number) => lane });

const heat = workflow({
  name: 'heat',
  run: async (context, lanes: number) => {
    const runners = Array.from({ length: lanes }, (_, lane) => context.schedule(sprint, lane + 1));
    return await Promise.race(runners);
  },
});

/** A workflow ends with the first of its tasks, while the others are about to end. */
export const photoFinish: Scenario = {
  name: 'photo-finish',
  summary: 'n tasks race (Promise.race), and the workflow ends when the first of them does',
  size: { tasks: 3, workers: 2, servers: 2 },
  claims: [
    { what: 'two tasks were completed at the same time', isReachedBy: overlapped('completeTask') },
    { what: 'a task ended after its workflow had', isReachedBy: showed('completeTask IGNORED') },
  ],
  workload: ({ tasks }) => ({
    workflows: [heat],
    tasks: [sprint],
    clients: [
      async (client) => {
        const winner = await client.execute(heat, tasks, { id: 'heat' });
        const isThere = Number.isInteger(winner) && winner >= 1 && winner <= tasks;
        if (!isThere) throw new UnexpectedResultError('the winner', winner, `from 1 to ${tasks}`);
      },
    ],
  }),
};
