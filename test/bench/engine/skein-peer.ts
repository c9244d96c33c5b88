import pg from 'pg';
import { client } from '../../../src/client/index.ts';
import { createEngine, createSweeps, type Operations } from '../../../src/engine/index.ts';
import {
  pgPool,
  postgresNotifier,
  systemClock,
  systemRandom,
  systemSpawn,
} from '../../../src/ports/system/index.ts';
import { task, workflow } from '../../../src/sdk/index.ts';
import {
  Announcer,
  longPoll,
  notifyAfter,
  notifyAfterSweeps,
  sweeper,
  sweepWhenDue,
} from '../../../src/server/index.ts';
import { migrate } from '../../../src/store/index.ts';
import { worker } from '../../../src/worker/index.ts';
import { CONCURRENCY, double, type Peer, untilNoneIsLeft } from './peer.ts';

const doubling = task<number, number>({ name: 'double', run: (_, number) => double(number) });
const fanOut = workflow<number, number>({
  name: 'fan-out',
  run: async (context, tasks) => {
    const numbers = Array.from({ length: tasks }, (_, index) => index);
    const doubled = await Promise.all(numbers.map((number) => context.schedule(doubling, number)));
    return doubled.reduce((sum, number) => sum + number, 0);
  },
});

const WAIT_MS = 20_000;

/** The engine in this process: what a server does, without the network. */
function open(url: string): { readonly operations: Operations; close(): Promise<void> } {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  const ports = { sql: pgPool(pool), clock: systemClock, random: systemRandom, spawn: systemSpawn };
  const notifier = postgresNotifier({ connectionString: url, ...ports });
  const announcer = new Announcer({ ...ports, notifier });
  const sweeping = sweeper({ sweeps: notifyAfterSweeps(createSweeps(ports), announcer), ...ports });
  const swept = sweeping.run();
  const engine = sweepWhenDue(notifyAfter(createEngine(ports), announcer), sweeping, systemClock);
  const polls = longPoll({ operations: engine, notifier, ...ports });
  return {
    operations: polls.operations,
    async close() {
      polls.close();
      sweeping.stop();
      await swept;
      await announcer.close();
      await notifier.close();
      await pool.end();
    },
  };
}

export const skein: Peer = {
  name: 'skein',
  async prepare(url) {
    const pool = new pg.Pool({ connectionString: url, max: 1 });
    await migrate(pgPool(pool));
    await pool.end();
  },
  async work(url) {
    const node = open(url);
    const working = worker({
      name: `worker ${process.pid}`,
      operations: node.operations,
      clock: systemClock,
      spawn: systemSpawn,
      queues: ['default'],
      workflows: [fanOut],
      tasks: [doubling],
      concurrency: { tasks: CONCURRENCY, workflows: CONCURRENCY },
      waitMs: WAIT_MS,
    });
    const ended = working.run();
    return async () => {
      working.stop();
      await ended;
      await node.close();
    };
  },
  async drive(url) {
    const node = open(url);
    const { operations } = node;
    const caller = client({ operations, clock: systemClock, random: systemRandom, waitMs: WAIT_MS });
    return {
      async fanOut(tasks) {
        const sum = await caller.execute(fanOut, tasks);
        if (sum !== tasks * (tasks - 1)) throw new Error(`${tasks} tasks came to ${sum}`);
      },
      async bare(tasks) {
        await Promise.all(Array.from({ length: tasks }, (_, index) => caller.startTask(doubling, index)));
        await untilNoneIsLeft(
          url,
          `select count(*) as left from task_execution where workflow_id is null and status <> 'COMPLETED'`,
        );
      },
      close: () => node.close(),
    };
  },
};
