import { isWorkflowEnded } from '../../src/events/index.ts';
import type { Clock } from '../../src/ports/index.ts';
import type { Client } from '../../src/client/index.ts';
import type { Operations } from '../../src/engine/index.ts';
import { PromiseTimedOutError, task, TaskFailedError, workflow } from '../../src/sdk/index.ts';
import { expectSame } from './expect.ts';
import type { Scenario } from './scenario.ts';
import { hasWaited, showed } from './seen-in-run.ts';

const FIRST_MS = 50;

const once = { retries: 0, initialDelay: 1, maxDelay: 1 };
/** One is given to somebody who does nothing, one to nobody. */
const drop = task({ name: 'drop', retry: once, run: async () => 'done' });
const wait = task({ name: 'wait', run: async () => 'done' });

const overdue = workflow({
  name: 'overdue',
  run: async (context, count: number) => {
    const told = (error: unknown): string => {
      if (error instanceof TaskFailedError) return error.errorName;
      if (error instanceof PromiseTimedOutError) return 'timed out';
      throw error;
    };
    const times = Array.from({ length: count }, (_, index) => FIRST_MS * (index + 1));
    return await Promise.all([
      ...times.map((ms) => context.sleep(ms).then(() => 'rung')),
      ...times.map((ms) => context.promise<string>(`p${ms}`, { timeout: ms }).catch(told)),
      ...times.map((timeout) => context.schedule(wait, undefined, { queue: 'nobody', timeout }).catch(told)),
      ...times.map(() => context.schedule(drop, undefined, { queue: 'idle' }).catch(told)),
    ]);
  },
});

/** Takes tasks as long as there may be some, and says nothing of them. */
async function idle(client: Client, clock: Clock, operations: Operations): Promise<void> {
  for (let turn = 1; ; turn += 1) {
    const [found] = await client.list({ kind: 'overdue' });
    if (found && isWorkflowEnded(found.status)) return;
    await operations.pollTask({
      worker: 'idle',
      queues: ['idle'],
      kinds: ['drop'],
      leaseMs: FIRST_MS * turn,
    });
    await clock.sleep(FIRST_MS);
  }
}

/** More is due than a sweep does at once: what has been dealt with is not in the way of what has not. */
export const backlog: Scenario = {
  name: 'backlog',
  summary:
    'n timers, promises, deadlines and leases run out one after the other; a sweep does one of them at a time',
  size: { tasks: 2, workers: 1, servers: 2 },
  claims: [
    {
      what: 'leases and deadlines ran out',
      isReachedBy: showed('reclaimLeases DONE', 'expireDeadlines DONE'),
    },
    { what: 'a transaction waited for another', isReachedBy: hasWaited },
  ],
  workload: ({ tasks }) => ({
    workflows: [overdue],
    tasks: [],
    needsSweeps: true,
    sweepLimit: 1,
    clients: [
      async (client: Client) => {
        const times = <Value>(value: Value): readonly Value[] => Array.from({ length: tasks }, () => value);
        const expected = ['rung', 'timed out', 'TaskTimedOut', 'LeaseExpired'].flatMap(times);
        expectSame('what came of it', await client.execute(overdue, tasks, { id: 'overdue' }), expected);
      },
      idle,
    ],
  }),
};
