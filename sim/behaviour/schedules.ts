import { task, workflow } from '../../src/sdk/index.ts';
import { expectSame } from '../scenario/index.ts';
import { type Behaviour, endOf, until } from './behaviour.ts';

const report = task({ name: 'report', run: async () => 'done' });
const nightly = workflow({ name: 'nightly-report', run: async (context) => await context.schedule(report) });

const interval: Behaviour = {
  name: 'schedule_by_interval',
  workflows: [nightly],
  tasks: [report],
  async run({ client, clock, id }) {
    await client.putSchedule({
      id,
      times: { type: 'INTERVAL', everyMs: 1_000 },
      kind: nightly.name,
      queue: 'default',
      overlap: 'ALLOW',
      missed: 'SKIP',
    });
    const started = async () => (await client.getSchedule(id)).runs.filter(({ type }) => type === 'STARTED');
    await until(clock, 'the second run', async () => (await started()).length >= 2);
    await client.deleteSchedule(id);
    const runs = await client.list({ idPrefix: `${id}/` });
    expectSame(
      'each run has a time of its own',
      new Set(runs.map(({ workflowId }) => workflowId)).size >= 2,
      true,
    );
    for (const { workflowId } of runs) {
      expectSame('a run', await endOf(client.handle(workflowId)), 'COMPLETED "done"');
    }
  },
};

/** Workflows that nobody starts but time. */
export const SCHEDULES: readonly Behaviour[] = [interval];
