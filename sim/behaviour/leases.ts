import type { PollTaskResponse } from '../../src/engine/index.ts';
import type { Clock } from '../../src/ports/index.ts';
import { task, workflow } from '../../src/sdk/index.ts';
import { expectSame } from '../scenario/index.ts';
import { type Behaviour, endOf, eventsOf, type Stage } from './behaviour.ts';

const LEASE_MS = 60;

const deliver = task({
  name: 'deliver',
  retry: { retries: 3, initialDelay: 1, maxDelay: 1 },
  run: async () => 'unused',
});

/** Its task is for nobody but the behaviour itself, which takes it in hand. */
const delivery = workflow({
  name: 'delivery-by-hand',
  run: async (context) => await context.schedule(deliver, undefined, { queue: context.workflowId }),
});

type Claimed = NonNullable<PollTaskResponse['task']>;
type Attempt = { readonly taskId: string } & Pick<Claimed, 'attempt' | 'token'>;

/** Waits for a task of the behaviour's own queue. */
async function claim({ operations, clock, id }: Stage, worker: string, leaseMs = LEASE_MS): Promise<Claimed> {
  for (;;) {
    const poll = { worker, queues: [id], kinds: ['deliver'], leaseMs };
    const { task: claimed } = await operations.pollTask(poll);
    if (claimed) return claimed;
    await clock.sleep(10);
  }
}

function attemptOf({ id, attempt, token }: Claimed): Attempt {
  return { taskId: id, attempt, token };
}

/** A worker that has gone silent loses its task to another, and what it says later does not count. */
const leaseExpiry: Behaviour = {
  name: 'lease_expiry',
  workflows: [delivery],
  async run(stage) {
    const { client, operations, id } = stage;
    const handle = await client.start(delivery, undefined, { id });
    const silent = attemptOf(await claim(stage, 'silent'));
    const other = attemptOf(await claim(stage, 'other', 60_000));
    expectSame('the attempts', [silent.attempt, other.attempt], [1, 2]);
    const late = await operations.completeTask({ ...silent, output: 'late' });
    expectSame('what the silent one is told', late.type, 'STALE');
    const beat = await operations.heartbeat({ ...silent, leaseMs: LEASE_MS });
    expectSame('and its heartbeat', beat.type, 'STALE');
    const answer = await operations.completeTask({ ...other, output: 'delivered' });
    expectSame('what the other is told', answer.type, 'RECORDED');
    expectSame('the end', await endOf(handle), 'COMPLETED "delivered"');
    expectSame('completions', (await eventsOf(handle))['TASK_COMPLETED'], 1);
  },
};

/** Heartbeats keep a task for longer than a lease. */
const heartbeats: Behaviour = {
  name: 'heartbeats_keep_a_lease',
  workflows: [delivery],
  async run(stage) {
    const { client, operations, clock, id } = stage;
    const handle = await client.start(delivery, undefined, { id });
    const held = attemptOf(await claim(stage, 'slow', 1_000));
    for (let beats = 0; beats < 4; beats += 1) {
      await clock.sleep(300);
      const { type } = await operations.heartbeat({ ...held, leaseMs: 1_000 });
      expectSame('a heartbeat', type, 'EXTENDED');
    }
    await operations.completeTask({ ...held, output: 'slow' });
    expectSame('the end', await endOf(handle), 'COMPLETED "slow"');
  },
};

/** Says that it is done three times, and is told so. */
type Repeat = (answer: () => Promise<string>, clock: Clock) => Promise<readonly string[]>;

const atOnce: Repeat = (answer) => Promise.all([answer(), answer(), answer()]);

/** As a worker does that was not answered. */
const oneByOne: Repeat = async (answer, clock) => {
  const first = await answer();
  await clock.sleep(20);
  const second = await answer();
  return [first, second, await answer()];
};

/** Answers that come more than once change nothing. */
function repeated(name: string, repeat: Repeat): Behaviour {
  return {
    name,
    workflows: [delivery],
    async run(stage) {
      const { client, operations, clock, id } = stage;
      const handle = await client.start(delivery, undefined, { id });
      const held = attemptOf(await claim(stage, 'keen', 60_000));
      const types = await repeat(
        async () => (await operations.completeTask({ ...held, output: 'delivered' })).type,
        clock,
      );
      expectSame('what it is told', types.toSorted(), ['RECORDED', 'REPEATED', 'REPEATED']);
      expectSame('the end', await endOf(handle), 'COMPLETED "delivered"');
      expectSame('completions', (await eventsOf(handle))['TASK_COMPLETED'], 1);
    },
  };
}

/** Whoever has a task, has it for a while. */
export const LEASES: readonly Behaviour[] = [
  leaseExpiry,
  heartbeats,
  repeated('duplicate_answers', atOnce),
  repeated('lost_answers', oneByOne),
];
