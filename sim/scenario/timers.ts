import { task, workflow } from '../../src/sdk/index.ts';
import { expectSame } from './expect.ts';
import type { Scenario } from './scenario.ts';
import { cameWhileRunning, sweepsOverlapped } from './seen-in-run.ts';

const work = task({ name: 'work', run: async (_context, item: number) => item });

const againstTheClock = workflow({
  name: 'against-the-clock',
  run: async (context, count: number) => {
    const begun = context.now();
    const deadline = context.sleep(10_000);
    const winner = await Promise.race([
      context.schedule(work, 0).then(() => 'task'),
      deadline.then(() => 'timer'),
    ]);
    deadline.cancel();
    await context.sleep(100);
    const results = await Promise.all([
      context.sleep(50).then(() => -1),
      ...Array.from({ length: count }, (_, index) => context.schedule(work, index)),
    ]);
    await context.sleepUntil(begun + 500);
    return { winner, results, isOnTime: context.now() >= begun + 500 };
  },
});

/** Timers beside tasks: one that loses a race and is cancelled, some that fire. */
export const timers: Scenario = {
  name: 'timers',
  summary: 'a task beats a timer of 10 s, which is cancelled; other timers fire beside n tasks',
  size: { tasks: 3, workers: 2, servers: 2 },
  claims: [
    { what: 'two servers looked after timers at the same time', isReachedBy: sweepsOverlapped },
    { what: 'a task ended while its workflow was running', isReachedBy: cameWhileRunning('TASK_COMPLETED') },
  ],
  workload: ({ tasks }, { isFaulty }) => ({
    workflows: [againstTheClock],
    tasks: [work],
    needsSweeps: true,
    clients: [
      async (client) => {
        const results = [-1, ...Array.from({ length: tasks }, (_, index) => index)];
        const got = await client.execute(againstTheClock, tasks, { id: 'timers' });
        // A task that is lost to somebody's death may take longer than the timer.
        const winner = isFaulty ? got.winner : 'task';
        expectSame('what came of the timers', got, { winner, results, isOnTime: true });
      },
    ],
  }),
};
