import { task, workflow } from '../../src/sdk/index.ts';
import { expectSame, UnexpectedResultError } from './expect.ts';
import type { Scenario } from './scenario.ts';

const report = task({ name: 'report', run: async () => 'done' });
const nightly = workflow({ name: 'nightly', run: async (context) => await context.schedule(report) });

/** A schedule starts a workflow again and again, once for each time, however many servers look. */
export const schedules: Scenario = {
  name: 'schedules',
  summary: 'a schedule starts a workflow every second; each run is started once, though every server sweeps',
  size: { tasks: 3, workers: 2, servers: 3 },
  workload: ({ tasks }) => ({
    workflows: [nightly],
    tasks: [report],
    needsSweeps: true,
    clients: [
      async (client, clock) => {
        const times = { type: 'INTERVAL', everyMs: 1_000 } as const;
        const rules = { overlap: 'SKIP', missed: 'RUN_ONCE' } as const;
        const schedule = { id: 'nightly', times, kind: 'nightly', queue: 'default', ...rules };
        const { nextRunAt } = await client.putSchedule(schedule);
        let first: number | undefined;
        for (let seconds = 0; ; seconds += 1) {
          const { runs } = await client.getSchedule('nightly');
          first ??= runs.at(-1)?.runAt; // newest first
          if (runs.filter(({ type }) => type === 'STARTED').length >= tasks) break;
          if (seconds > 100) throw new UnexpectedResultError('runs', runs.length, String(tasks));
          await clock.sleep(1_000);
        }
        expectSame('the first run', first, nextRunAt);
        await client.deleteSchedule('nightly');
        for (const { workflowId } of await client.list({ idPrefix: 'nightly/' })) {
          expectSame('a run', await client.handle(workflowId).result(), 'done');
        }
      },
    ],
  }),
};
