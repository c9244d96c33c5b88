import { task, workflow } from '../../src/sdk/index.ts';
import { expectSame, UnexpectedResultError } from './expect.ts';
import type { Scenario } from './scenario.ts';
import { sweepsOverlapped } from './seen-in-run.ts';

const report = task({ name: 'report', run: async () => 'done' });
const nightly = workflow({ name: 'nightly', run: async (context) => await context.schedule(report) });

/** A schedule starts a workflow again and again, once for each time, however many servers look. */
export const schedules: Scenario = {
  name: 'schedules',
  summary: 'a schedule starts a workflow every second; each run is started once, though every server sweeps',
  size: { tasks: 3, workers: 2, servers: 3 },
  claims: [{ what: 'two servers looked for what is due at the same time', isReachedBy: sweepsOverlapped }],
  workload: ({ tasks }) => ({
    workflows: [nightly],
    tasks: [report],
    needsSweeps: true,
    // Made twice, it would be due at other times than it was.
    before: async (client) => {
      const times = { type: 'INTERVAL', everyMs: 1_000 } as const;
      const rules = { overlap: 'SKIP', missed: 'RUN_ONCE' } as const;
      await client.putSchedule({ id: 'nightly', times, kind: 'nightly', queue: 'default', ...rules });
    },
    clients: [
      async (client, clock) => {
        const announced = new Set<number>();
        const come = new Set<number>();
        for (let seconds = 0; ; seconds += 1) {
          const { nextRunAt, runs } = await client.getSchedule('nightly');
          for (const { runAt } of runs) come.add(runAt);
          if (runs.filter(({ type }) => type === 'STARTED').length >= tasks) break;
          announced.add(nextRunAt);
          if (seconds > 100) throw new UnexpectedResultError('runs', runs.length, String(tasks));
          await clock.sleep(1_000);
        }
        const lost = [...announced].filter((runAt) => !come.has(runAt) && runAt < Math.max(...come));
        expectSame('what was announced and never came', lost, []);
        await client.deleteSchedule('nightly');
        for (const { workflowId } of await client.list({ idPrefix: 'nightly/' })) {
          expectSame('a run', await client.handle(workflowId).result(), 'done');
        }
      },
    ],
  }),
};
