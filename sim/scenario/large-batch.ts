import { task, workflow } from '../../src/sdk/index.ts';
import { expectSame } from './expect.ts';
import type { Scenario } from './scenario.ts';
import { cameWhileRunning, overlapped } from './seen-in-run.ts';

const echo = task({ name: 'echo', run: async (_context, index: number) => index });

const batch = workflow({
  name: 'batch',
  run: async (context, count: number) => {
    const handles = Array.from({ length: count }, (_, index) => context.schedule(echo, index));
    return await Promise.all(handles);
  },
});

/** Two workflows at once, each with a large batch of tasks, whose results must come back in the order of the calls. */
export const largeBatch: Scenario = {
  name: 'large-batch',
  summary: 'two workflows with a large batch of tasks each, results in call order',
  size: { tasks: 20, workers: 2, servers: 2 },
  claims: [
    { what: 'two completions overlapped', isReachedBy: overlapped('completeTask') },
    {
      what: 'a task was completed while a submission of its workflow was at work',
      isReachedBy: overlapped('completeTask', 'submitCommands'),
    },
    { what: 'a task ended while its workflow was running', isReachedBy: cameWhileRunning('TASK_COMPLETED') },
  ],
  workload: ({ tasks }) => ({
    workflows: [batch],
    tasks: [echo],
    clients: ['first', 'second'].map((id, index) => async (client) => {
      const count = index === 0 ? Math.ceil(tasks / 2) : Math.floor(tasks / 2);
      const handle = await client.start(batch, count, { id });
      const expected = Array.from({ length: count }, (_, position) => position);
      expectSame(`the ${id} batch`, await handle.result(), expected);
    }),
  }),
};
