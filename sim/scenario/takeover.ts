import type { Client } from '../../src/client/index.ts';
import type {
  GetTaskResponse,
  Operations,
  PollTaskResponse,
  PollWorkflowResponse,
} from '../../src/engine/index.ts';
import { isTaskEnded, isWorkflowEnded } from '../../src/events/index.ts';
import type { Clock } from '../../src/ports/index.ts';
import { task, workflow } from '../../src/sdk/index.ts';
import { expectSame } from './expect.ts';
import type { Scenario } from './scenario.ts';
import { showed } from './seen-in-run.ts';

type Activation = NonNullable<PollWorkflowResponse['activation']>;
type Claim = NonNullable<PollTaskResponse['task']>;

const LEASE_MS = 100;

const retry = { retries: 100, initialDelay: 10, maxDelay: 10 };
const delivery = task({
  name: 'delivery',
  retry,
  run: async ({ attempt }, item: number) => {
    if (attempt === 1) throw new Error('nobody is at home'); // so that anybody may be given the next one
    return item;
  },
});

const tour = workflow({
  name: 'tour',
  run: async (context, count: number) => {
    const delivered: number[] = [];
    while (delivered.length < count) delivered.push(await context.schedule(delivery, delivered.length));
    return delivered;
  },
});

/** Takes one activation and one task as workers do, and says something wrong of each when it is another's. */
async function overtaken(client: Client, clock: Clock, operations: Operations): Promise<void> {
  const poll = { worker: 'overtaken', queues: ['default'], leaseMs: LEASE_MS };
  const activation = await first(client, clock, async () => {
    return (await operations.pollWorkflow({ ...poll, kinds: ['tour'] })).activation;
  });
  if (activation) await submitTooLate(operations, clock, activation);
  const claim = await first(client, clock, async () => {
    return (await operations.pollTask({ ...poll, kinds: ['delivery'] })).task;
  });
  if (claim) await answerTooLate(operations, clock, claim);
}

/** The first piece of work that there is; undefined if there is none any more. */
async function first<Work>(
  client: Client,
  clock: Clock,
  poll: () => Promise<Work | undefined>,
): Promise<Work | undefined> {
  for (;;) {
    const work = await poll();
    if (work !== undefined) return work;
    const [all] = await client.list({ kind: 'tour' });
    if (all && isWorkflowEnded(all.status)) return undefined;
    await clock.sleep(LEASE_MS);
  }
}

/** Waits until the lease is another's: until the workflow was with nobody, and is with somebody again. */
async function submitTooLate(
  operations: Operations,
  clock: Clock,
  { workflowId, token }: Activation,
): Promise<void> {
  for (let isLost = false; ; await clock.sleep(LEASE_MS)) {
    const { status } = await operations.queryWorkflow({ workflowId });
    if (isWorkflowEnded(status) || (isLost && status === 'RUNNING')) break;
    if (status !== 'RUNNING') isLost = true;
  }
  const outcome = { type: 'COMPLETED', output: -1 } as const;
  const submission = { workflowId, token, lastSeenSequence: 1, commands: [], outcome };
  const { type } = await operations.submitCommands(submission);
  expectSame('a submission that comes too late', type, 'STALE');
}

/** Completes a task that another attempt is doing, and fails it when that is done. */
async function answerTooLate(
  operations: Operations,
  clock: Clock,
  { id: taskId, attempt, token }: Claim,
): Promise<void> {
  const until = async (isSo: (task: GetTaskResponse) => boolean): Promise<void> => {
    while (!isSo(await operations.getTask({ taskId }))) await clock.sleep(LEASE_MS);
  };
  await until((task) => isTaskEnded(task.status) || task.attempt > attempt);
  const completed = await operations.completeTask({ taskId, attempt, token, output: -1 });
  expectSame('a completion that comes too late', completed.type, 'STALE');
  await until(({ status }) => isTaskEnded(status));
  const error = { name: 'Error', message: 'lost on the way' };
  const failed = await operations.failTask({ taskId, attempt, token, error, retryable: true });
  expectSame('a failure that comes too late', failed.type, 'STALE');
}

/** A worker goes silent with what it was given, and is heard of again when others have it, or have done it. */
export const takeover: Scenario = {
  name: 'takeover',
  summary: 'n tasks in a row; one worker ends an activation that is with another, and a task that is, too',
  size: { tasks: 2, workers: 1, servers: 2 },
  claims: [
    {
      what: 'a submission came when its workflow was with another',
      isReachedBy: showed('submitCommands STALE'),
    },
    { what: 'a result came when its task was with another', isReachedBy: showed('completeTask STALE') },
  ],
  workload: ({ tasks }) => ({
    workflows: [tour],
    tasks: [delivery],
    needsSweeps: true,
    clients: [
      async (client) => {
        const items = Array.from({ length: tasks }, (_, index) => index);
        expectSame('what was delivered', await client.execute(tour, tasks, { id: 'tour' }), items);
      },
      overtaken,
    ],
  }),
};
