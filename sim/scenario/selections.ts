import { task, workflow } from '../../src/sdk/index.ts';
import { expectSame } from './expect.ts';
import type { Scenario } from './scenario.ts';
import { cameWhileRunning, overlapped } from './seen-in-run.ts';

const quick = task({ name: 'quick', run: async (_context, item: number) => item });
/** Never done, for no worker has its queue. */
const endless = task({ name: 'endless', run: async () => -1 });

const selecting = workflow({
  name: 'selecting',
  run: async (context, count: number) => {
    const never = context.schedule(endless, undefined, { queue: 'nobody' });
    const items = Array.from({ length: count }, (_, index) => index);
    return await Promise.all(items.map((item) => Promise.race([never, context.schedule(quick, item)])));
  },
});

/** Several selections at once, each of which is over while something that it also waited for is not. */
export const selections: Scenario = {
  name: 'selections',
  summary: 'n selections at once (Promise.race), each of a quick task and one that never ends',
  size: { tasks: 2, workers: 2, servers: 2 },
  claims: [
    { what: 'two completions overlapped', isReachedBy: overlapped('completeTask') },
    { what: 'a task ended while its workflow was running', isReachedBy: cameWhileRunning('TASK_COMPLETED') },
  ],
  workload: ({ tasks }) => ({
    workflows: [selecting],
    tasks: [quick, endless],
    clients: [
      async (client) => {
        const winners = Array.from({ length: tasks }, (_, index) => index);
        expectSame('the winners', await client.execute(selecting, tasks, { id: 'selections' }), winners);
      },
    ],
  }),
};
