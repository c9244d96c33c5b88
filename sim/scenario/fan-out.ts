import { task, workflow } from '../../src/sdk/index.ts';
import { expectSame } from './expect.ts';
import type { Scenario } from './scenario.ts';
import { hasWaited, overlapped } from './seen-in-run.ts';

const double = task({ name: 'double', run: async (_context, value: number) => value * 2 });

const fanOutFanIn = workflow({
  name: 'fan-out-fan-in',
  run: async (context, count: number) => {
    const handles = Array.from({ length: count }, (_, index) => context.schedule(double, index + 1));
    const doubled = await Promise.all(handles);
    return doubled.reduce((sum, value) => sum + value, 0);
  },
});

/** One workflow schedules several tasks at once and waits for all of them. */
export const fanOut: Scenario = {
  name: 'fan-out',
  summary: 'one workflow schedules n tasks and awaits them all (Promise.all)',
  size: { tasks: 3, workers: 2, servers: 2 },
  claims: [
    { what: 'two completions overlapped', isReachedBy: overlapped('completeTask') },
    { what: 'a transaction waited for another', isReachedBy: hasWaited },
  ],
  workload: ({ tasks }) => ({
    workflows: [fanOutFanIn],
    tasks: [double],
    clients: [
      async (client) => {
        const handle = await client.start(fanOutFanIn, tasks, { id: 'sum' });
        expectSame('the sum', await handle.result(), tasks * (tasks + 1));
      },
    ],
  }),
};
