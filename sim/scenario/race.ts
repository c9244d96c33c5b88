import { task, workflow } from '../../src/sdk/index.ts';
import { UnexpectedResultError } from './expect.ts';
import type { Scenario } from './scenario.ts';
import { cameWhileRunning, overlapped } from './seen-in-run.ts';

const run = task({ name: 'run', run: async (_context, lane: number) => lane });
const crown = task({ name: 'crown', run: async (_context, lane: number) => `lane ${lane}` });

const raceForTheCrown = workflow({
  name: 'race-for-the-crown',
  run: async (context, lanes: number) => {
    const runners = Array.from({ length: lanes }, (_, lane) => context.schedule(run, lane + 1));
    const winner = await Promise.race(runners);
    return await context.schedule(crown, winner);
  },
});

/** Several tasks race; what happens next depends on which completion comes first, now and at every replay. */
export const race: Scenario = {
  name: 'race',
  summary: 'n tasks race (Promise.race), the winner decides the next task, the others end late',
  size: { tasks: 3, workers: 2, servers: 2 },
  claims: [
    { what: 'two lanes were completed at the same time', isReachedBy: overlapped('completeTask') },
    {
      what: 'a lane came in while its workflow was running',
      isReachedBy: cameWhileRunning('TASK_COMPLETED'),
    },
  ],
  workload: ({ tasks }) => ({
    workflows: [raceForTheCrown],
    tasks: [run, crown],
    clients: [
      async (client) => {
        const handle = await client.start(raceForTheCrown, tasks, { id: 'race' });
        const crowned = await handle.result();
        const lanes = Array.from({ length: tasks }, (_, lane) => `lane ${lane + 1}`);
        if (!lanes.includes(crowned))
          throw new UnexpectedResultError('the winner', crowned, lanes.join(' or '));
      },
    ],
  }),
};
