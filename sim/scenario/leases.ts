import type { Client } from '../../src/client/index.ts';
import type { Operations, PollTaskResponse, PollWorkflowResponse } from '../../src/engine/index.ts';
import { isWorkflowEnded } from '../../src/events/index.ts';
import type { Clock } from '../../src/ports/index.ts';
import { task, workflow } from '../../src/sdk/index.ts';
import { expectSame, UnexpectedResultError } from './expect.ts';
import type { Scenario } from './scenario.ts';
import { showed } from './seen-in-run.ts';

type Activation = NonNullable<PollWorkflowResponse['activation']>;
type Claim = NonNullable<PollTaskResponse['task']>;

const LEASE_MS = 100;
/** How often it takes something, at most: it must leave something for others. */
const ROUNDS = 8;

const retry = { retries: 100, initialDelay: 10, maxDelay: 10 };
const carry = task({ name: 'carry', retry, run: async (_context, load: number) => load });

const relay = workflow({
  name: 'relay',
  run: async (context, load: number) => {
    const half = await context.schedule(carry, load);
    const whole = context.schedule(carry, half);
    void context.schedule(carry, half); // nobody waits for it: it may well end after its workflow
    return await whole;
  },
});

/** Takes work as workers do, says nothing of it until others have been given it, and then something wrong. */
async function silent(client: Client, clock: Clock, operations: Operations): Promise<void> {
  const poll = { worker: 'silent', queues: ['default'], leaseMs: LEASE_MS };
  const activations: Activation[] = [];
  const areOver = async (): Promise<boolean> => {
    const all = await client.list({ kind: 'relay' });
    return all.length > 0 && all.every(({ status }) => isWorkflowEnded(status));
  };
  for (let round = 0; round < ROUNDS && !(await areOver()); round += 1) {
    const { activation } = await operations.pollWorkflow({ ...poll, kinds: ['relay'] });
    const { task: claimed } = await operations.pollTask({ ...poll, kinds: ['carry'] });
    if (activation) activations.push(activation);
    await clock.sleep(LEASE_MS * 20);
    if (claimed) await answerTooLate(operations, clock, claimed);
  }
  while (!(await areOver())) await clock.sleep(LEASE_MS * 20);
  for (const { workflowId, token } of activations) {
    const outcome = { type: 'COMPLETED', output: -1 } as const;
    const submission = { workflowId, token, lastSeenSequence: 1, commands: [], outcome };
    const { type } = await operations.submitCommands(submission);
    if (type !== 'STALE') throw new UnexpectedResultError('a submission that comes too late', type, 'STALE');
  }
}

/** Waits until the attempt's lease was taken from it: that its time is over is not enough. */
async function answerTooLate(
  operations: Operations,
  clock: Clock,
  { id: taskId, attempt, token }: Claim,
): Promise<void> {
  for (;;) {
    const task = await operations.getTask({ taskId });
    if (task.status !== 'RUNNING' || task.attempt !== attempt) break;
    await clock.sleep(LEASE_MS);
  }
  const { type } = await operations.completeTask({ taskId, attempt, token, output: -1 });
  if (type !== 'STALE') throw new UnexpectedResultError('an answer that comes too late', type, 'STALE');
}

/** One worker goes silent with whatever it was given, again and again; the others do it all the same. */
export const leases: Scenario = {
  name: 'leases',
  summary: 'n workflows of three tasks each; one worker takes some, goes silent, and answers too late',
  size: { tasks: 2, workers: 2, servers: 2 },
  claims: [
    {
      what: 'a lease was taken back while its worker was at work',
      isReachedBy: showed('reclaimLeases DONE', 'submitCommands STALE'),
    },
    { what: 'a task ended after its workflow had', isReachedBy: showed('completeTask IGNORED') },
  ],
  workload: ({ tasks }) => ({
    workflows: [relay],
    tasks: [carry],
    needsSweeps: true,
    clients: [
      async (client) => {
        const loads = Array.from({ length: tasks }, (_, load) => load);
        const handles = await Promise.all(
          loads.map((load) => client.start(relay, load, { id: `relay-${load}` })),
        );
        const carried = await Promise.all(handles.map((handle) => handle.result()));
        expectSame('what was carried', carried, loads);
      },
      silent,
    ],
  }),
};
