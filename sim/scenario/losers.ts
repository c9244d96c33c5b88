import { task, workflow } from '../../src/sdk/index.ts';
import { expectSame } from './expect.ts';
import type { Scenario } from './scenario.ts';
import { overlapped, showed } from './seen-in-run.ts';

/** Short enough that a task is done, a timer rings and a child ends at about the same time. */
const LAP_MS = 20;

/** Stumbles at first, or it would always be the fastest. */
const dash = task({
  name: 'dash',
  retry: { retries: 3, initialDelay: LAP_MS, maxDelay: LAP_MS },
  run: async ({ attempt }, lap: number) => {
    if (attempt === 1) throw new Error('stumbled');
    return lap;
  },
});

/** Longer than any run. */
const FOR_EVER_MS = 3_600_000;

const pacer = workflow({
  name: 'pacer',
  run: async (context, ms: number) => {
    await context.sleep(ms);
  },
});

/** Has the id that somebody else will want for a child. */
const namesake = workflow({
  name: 'namesake',
  run: async (context) => {
    await context.waitForSignal('go');
    return 'gone';
  },
});

const heats = workflow({
  name: 'heats',
  run: async (context, count: number) => {
    const rival = context.startChild(pacer, LAP_MS, { id: 'namesake' });
    rival.cancel(); // it is somebody else's by that id
    await rival.catch(() => undefined);
    for (let lap = 0; lap < count; lap += 1) {
      const runners = [
        context.schedule(dash, lap),
        context.sleep(LAP_MS),
        context.startChild(pacer, LAP_MS),
        context.startChild(pacer, FOR_EVER_MS),
      ];
      await Promise.race(runners);
      for (const runner of runners) runner.cancel();
      await Promise.allSettled(runners);
    }
    await context.startChild(pacer, LAP_MS); // whatever else comes of them does not come after the end
    return count;
  },
});

/** Whatever has lost a race is cancelled, while it may well end. */
export const losers: Scenario = {
  name: 'losers',
  summary:
    'n races of a task, a timer and a child, all cancelled when one has won; and a child that is not the own one',
  size: { tasks: 2, workers: 2, servers: 2 },
  claims: [
    { what: 'a task lost, and was cancelled', isReachedBy: showed('TASK_CANCELLED') },
    {
      what: 'a task was completed while its workflow was submitted',
      isReachedBy: overlapped('completeTask', 'submitCommands'),
    },
  ],
  workload: ({ tasks }) => ({
    workflows: [heats, pacer, namesake],
    tasks: [dash],
    needsSweeps: true,
    sweepLimit: 1, // what has been dealt with must not be in the way
    clients: [
      async (client) => {
        const other = await client.start(namesake, undefined, { id: 'namesake' });
        await client.execute(pacer, 0, { id: 'warming up' });
        expectSame('the laps', await client.execute(heats, tasks, { id: 'heats' }), tasks);
        await other.signal('go');
        expectSame('what became of the namesake', await other.result(), 'gone');
        for (const { workflowId } of await client.list({ kind: 'pacer' })) {
          await client
            .handle(workflowId)
            .result()
            .catch(() => undefined); // however it ended
        }
      },
    ],
  }),
};
