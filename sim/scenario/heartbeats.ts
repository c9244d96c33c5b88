import type { Client } from '../../src/client/index.ts';
import type { Operations } from '../../src/engine/index.ts';
import { isWorkflowEnded } from '../../src/events/index.ts';
import type { Clock } from '../../src/ports/index.ts';
import { task, workflow } from '../../src/sdk/index.ts';
import { expectSame } from './expect.ts';
import type { Scenario } from './scenario.ts';
import { showed } from './seen-in-run.ts';

/** Too short: it is over when servers look for leases that are, which they do every so often. */
const LEASE_MS = 50;
const LONGER_MS = 10_000;
const SWEEP_MS = 1_000;

const retry = { retries: 100, initialDelay: 10, maxDelay: 10 };
/** No worker of the cluster has it: the carrier alone runs it. */
const haul = task({ name: 'haul', retry, run: async (_context, load: number) => load });

const convoy = workflow({
  name: 'convoy',
  run: async (context, count: number) =>
    await Promise.all(Array.from({ length: count }, (_, load) => context.schedule(haul, load))),
});

/** Works as workers do, and is heard of at the last moment: when servers look for leases that are over, as its own is. */
async function carry(client: Client, clock: Clock, operations: Operations): Promise<void> {
  for (;;) {
    const [found] = await client.list({ kind: 'convoy' });
    if (found && isWorkflowEnded(found.status)) return;
    const poll = { worker: 'carrier', queues: ['default'], kinds: ['haul'], leaseMs: LEASE_MS };
    const { task: claimed } = await operations.pollTask(poll);
    await clock.sleep(claimed ? SWEEP_MS - (clock.now() % SWEEP_MS) : LEASE_MS);
    if (!claimed) continue;
    const { id: taskId, attempt, token, input = null } = claimed;
    const { type } = await operations.heartbeat({ taskId, attempt, token, leaseMs: LONGER_MS });
    if (type === 'EXTENDED') await operations.completeTask({ taskId, attempt, token, output: input });
  }
}

/** A worker is heard of when its lease is just over: either it is taken back, or it is kept. */
export const heartbeats: Scenario = {
  name: 'heartbeats',
  summary: 'n tasks, run by a worker whose heartbeats come at the very end of its leases',
  size: { tasks: 1, workers: 1, servers: 1 },
  claims: [
    {
      what: 'a lease was taken back before its worker was heard of',
      isReachedBy: showed('reclaimLeases DONE', 'heartbeat STALE'),
    },
    { what: 'a worker was heard of in time', isReachedBy: showed('heartbeat EXTENDED') },
  ],
  workload: ({ tasks }) => ({
    workflows: [convoy],
    tasks: [],
    needsSweeps: true,
    clients: [
      async (client) => {
        const loads = Array.from({ length: tasks }, (_, load) => load);
        expectSame('what was hauled', await client.execute(convoy, tasks, { id: 'convoy' }), loads);
      },
      carry,
    ],
  }),
};
