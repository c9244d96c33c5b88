import type { Client } from '../../src/client/index.ts';
import type { Operations, PollTaskResponse } from '../../src/engine/index.ts';
import { isWorkflowEnded } from '../../src/events/index.ts';
import type { Clock } from '../../src/ports/index.ts';
import { task, workflow } from '../../src/sdk/index.ts';
import { expectSame, UnexpectedResultError } from './expect.ts';
import type { Scenario } from './scenario.ts';
import { overlapped, showed } from './seen-in-run.ts';

const LEASE_MS = 60_000;
const DELAY_MS = 400;
/** No worker of the cluster has it: the clerk alone does what is in it. */
const COUNTER = 'counter';

const retry = { retries: 5, initialDelay: DELAY_MS, maxDelay: DELAY_MS };
const hand = task({ name: 'hand', retry, run: async (_context, parcel: number) => parcel });

const delivery = workflow({
  name: 'delivery',
  run: async (context, parcel: number) => await context.schedule(hand, parcel, { queue: COUNTER }),
});

type Claim = NonNullable<PollTaskResponse['task']>;
type Attempt = { readonly taskId: string; readonly attempt: number; readonly token: string };

const failure = { error: { name: 'Error', message: 'no' } };

/** Waits for a task of the clerk's. */
async function claim(clock: Clock, operations: Operations): Promise<Claim> {
  for (;;) {
    const poll = { worker: 'clerk', queues: [COUNTER], kinds: ['hand'], leaseMs: LEASE_MS };
    const { task: claimed } = await operations.pollTask(poll);
    if (claimed) return claimed;
    await clock.sleep(DELAY_MS / 4);
  }
}

/** What comes of whatever can be said of an attempt. */
async function answersTo(operations: Operations, attempt: Attempt): Promise<readonly string[]> {
  return [
    (await operations.heartbeat({ ...attempt, leaseMs: LEASE_MS })).type,
    (await operations.failTask({ ...attempt, ...failure, retryable: true })).type,
    (await operations.failTask({ ...attempt, ...failure, retryable: false })).type,
  ];
}

/** Does every task at its second attempt. Before that and after it, others say what does not count. */
async function serve(count: number, clock: Clock, operations: Operations): Promise<void> {
  const stale = ['STALE', 'STALE', 'STALE'];
  const failedAt = new Map<string, number>();
  for (let served = 0; served < count; ) {
    const { id: taskId, attempt, token, input = null } = await claim(clock, operations);
    const held = { taskId, attempt, token };
    if (attempt === 1) {
      const begun = clock.now();
      const forged = { ...held, token: 'made up' };
      expectSame('what is said under another token', await answersTo(operations, forged), stale);
      expectSame('a result under another token', (await operations.completeTask(forged)).type, 'STALE');
      const other = { ...held, attempt: 2 };
      expectSame('what is said of another attempt', await answersTo(operations, other), stale);
      expectSame('a result of another attempt', (await operations.completeTask(other)).type, 'STALE');
      const { type } = await operations.failTask({ ...held, ...failure, retryable: true });
      expectSame('what comes of an attempt that failed', type, 'RETRYING');
      failedAt.set(taskId, begun);
      continue;
    }
    const waited = clock.now() - (failedAt.get(taskId) ?? 0);
    if (waited < DELAY_MS / 2)
      throw new UnexpectedResultError('the delay of a retry', waited, `${DELAY_MS / 2} or more`);
    const { type } = await operations.completeTask({ ...held, output: input });
    expectSame('what comes of the task', type, 'RECORDED');
    const again = await operations.completeTask({ ...held, output: input });
    expectSame('the same result again', again.type, 'REPEATED');
    expectSame('what is said after the end', await answersTo(operations, held), stale);
    served += 1;
  }
}

/** Asks for work that is none of its business, until there is none. */
async function pry(client: Client, clock: Clock, operations: Operations): Promise<void> {
  const poll = { worker: 'stranger', leaseMs: LEASE_MS };
  for (;;) {
    const all = await client.list({ kind: 'delivery' });
    if (all.length > 0 && all.every(({ status }) => isWorkflowEnded(status))) return;
    for (const asked of [
      { ...poll, queues: ['elsewhere'], kinds: ['delivery', 'hand'] },
      { ...poll, queues: ['default', COUNTER], kinds: ['unheard of'] },
    ]) {
      expectSame('a workflow for a stranger', await operations.pollWorkflow(asked), {});
      expectSame('a task for a stranger', await operations.pollTask(asked), {});
    }
    await clock.sleep(DELAY_MS / 8);
  }
}

/** Work is given to those alone that it is for, and what others say of it does not count. */
export const strangers: Scenario = {
  name: 'strangers',
  summary: 'n tasks for one clerk; others ask for them, answer in his place, and before or after his time',
  size: { tasks: 2, workers: 1, servers: 1 },
  needsCalm: 'its clients play worker themselves, and know the answer to each of their calls',
  claims: [
    { what: 'two workflows were started at the same time', isReachedBy: overlapped('startWorkflow') },
    { what: 'a result was told again', isReachedBy: showed('completeTask REPEATED') },
  ],
  workload: ({ tasks }) => ({
    workflows: [delivery],
    tasks: [],
    clients: [
      async (client) => {
        const parcels = Array.from({ length: tasks }, (_, parcel) => parcel);
        const handles = await Promise.all(
          parcels.map((parcel) => client.start(delivery, parcel, { id: `delivery-${parcel}` })),
        );
        const delivered = await Promise.all(handles.map((handle) => handle.result()));
        expectSame('what was delivered', delivered, parcels);
      },
      (_client, clock, operations) => serve(tasks, clock, operations),
      pry,
    ],
  }),
};
