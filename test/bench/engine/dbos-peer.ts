import { DBOS, DBOSClient } from '@dbos-inc/dbos-sdk';
import { CONCURRENCY, double, type Peer } from './peer.ts';

const NAME = 'bench';
/** As short as its own waits for a result; the default is a second. */
const POLL_MS = 10;

/** Everything is registered before the launch, once in a process. */
const doubling = DBOS.registerWorkflow(double, { name: 'double' });
const fanOut = DBOS.registerWorkflow(
  async (tasks: number) => {
    const numbers = Array.from({ length: tasks }, (_, index) => index);
    const handles = [];
    for (const number of numbers)
      handles.push(await DBOS.startWorkflow(doubling, { queueName: 'tasks' })(number));
    const doubled = await Promise.all(
      handles.map((handle) => handle.getResult({ pollingIntervalMs: POLL_MS })),
    );
    return doubled.reduce((sum, number) => sum + number, 0);
  },
  { name: 'fan-out' },
);

export const dbos: Peer = {
  name: 'dbos',
  async prepare(url) {
    await DBOS.migrate(url);
  },
  async work(url) {
    DBOS.setConfig({ name: NAME, systemDatabaseUrl: url, logLevel: 'error', systemDatabasePoolSize: 10 });
    await DBOS.launch();
    for (const name of ['tasks', 'workflows']) {
      await DBOS.registerQueue(name, { workerConcurrency: CONCURRENCY, minPollingIntervalMs: POLL_MS });
    }
    return () => DBOS.shutdown();
  },
  async drive(url) {
    const client = await DBOSClient.create({ systemDatabaseUrl: url });
    return {
      async fanOut(tasks) {
        const handle = await client.enqueue<typeof fanOut>(
          { workflowName: 'fan-out', queueName: 'workflows' },
          tasks,
        );
        const sum = await handle.getResult({ pollingIntervalMs: POLL_MS });
        if (sum !== tasks * (tasks - 1)) throw new Error(`${tasks} tasks came to ${sum}`);
      },
      close: () => client.destroy(),
    };
  },
};
