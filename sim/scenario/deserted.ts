import { type Client, WorkflowEndedError } from '../../src/client/index.ts';
import type { Operations, PollWorkflowResponse } from '../../src/engine/index.ts';
import { isWorkflowEnded } from '../../src/events/index.ts';
import type { Clock } from '../../src/ports/index.ts';
import { workflow } from '../../src/sdk/index.ts';
import { expectSame } from './expect.ts';
import type { Scenario } from './scenario.ts';
import { showed } from './seen-in-run.ts';

const LEASE_MS = 100;

/** Goes on until it is cancelled. */
const patrol = workflow({
  name: 'patrol',
  run: async (context): Promise<void> => {
    for (;;) await context.waitForSignal('relief');
  },
});

/** Takes the workflow of a queue, as a worker does. @returns undefined when it has ended */
async function take(
  id: string,
  client: Client,
  clock: Clock,
  operations: Operations,
): Promise<PollWorkflowResponse['activation']> {
  for (;;) {
    const poll = { worker: id, queues: [id], kinds: ['patrol'], leaseMs: LEASE_MS };
    const { activation } = await operations.pollWorkflow(poll);
    if (activation || isWorkflowEnded((await client.handle(id).query()).status)) return activation;
    await clock.sleep(LEASE_MS);
  }
}

/** Takes a workflow, has it cancelled and is not heard of again; whoever comes next ends it. */
async function desert(id: string, client: Client, clock: Clock, operations: Operations): Promise<void> {
  const handle = await client.start(patrol, undefined, { id, queue: id });
  await take(id, client, clock, operations);
  await handle.cancel();
  while ((await handle.query()).status === 'RUNNING') await clock.sleep(LEASE_MS);
  for (;;) {
    const activation = await take(id, client, clock, operations);
    if (!activation) break;
    const { workflowId, token } = activation;
    const { events } = await operations.getEvents({ workflowId, after: 0 });
    const outcome = { type: 'CANCELLED' } as const;
    const submission = { workflowId, token, lastSeenSequence: events.length, commands: [], outcome };
    if ((await operations.submitCommands(submission)).type === 'ACCEPTED') break;
  }
  const error = await handle.result().catch((thrown: unknown) => thrown);
  expectSame('what became of it', error instanceof WorkflowEndedError && error.status, 'CANCELLED');
}

/** A workflow's lease runs out while it is to cancel: that is not forgotten. */
export const deserted: Scenario = {
  name: 'deserted',
  summary: 'n workflows are cancelled while workers have them that go silent; others end them',
  size: { tasks: 2, workers: 1, servers: 2 },
  claims: [
    {
      what: 'a lease was taken back while its workflow was to cancel',
      isReachedBy: showed('cancelWorkflow REQUESTED', 'reclaimLeases DONE', 'queryWorkflow CANCELLING'),
    },
  ],
  workload: ({ tasks }) => ({
    workflows: [patrol],
    tasks: [],
    needsSweeps: true,
    clients: Array.from(
      { length: tasks },
      (_, index) => (client: Client, clock: Clock, operations: Operations) =>
        desert(`patrol-${index}`, client, clock, operations),
    ),
  }),
};
