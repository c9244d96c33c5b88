import { type Client, WorkflowEndedError } from '../../src/client/index.ts';
import { EngineError, type Operations } from '../../src/engine/index.ts';
import type { Clock } from '../../src/ports/index.ts';
import { workflow } from '../../src/sdk/index.ts';
import { expectSame } from './expect.ts';
import type { Scenario } from './scenario.ts';
import { overlapped, wasRefused } from './seen-in-run.ts';

const PAUSE_MS = 50;
const LEASE_MS = 60_000;
/** No worker of the cluster has it: what is in it is run by code that was made elsewhere. */
const ELSEWHERE = 'elsewhere';

const twin = workflow({ name: 'twin', run: async () => 'born' });
/** Only its name is known here. */
const parents = workflow({ name: 'parents', run: async () => undefined });

/** Runs a workflow as a worker of another make might, which does not know that each child needs an id of its own. */
async function confuse(clock: Clock, operations: Operations): Promise<void> {
  const poll = { worker: 'foreigner', queues: [ELSEWHERE], kinds: ['parents'], leaseMs: LEASE_MS };
  for (;;) {
    const { activation } = await operations.pollWorkflow(poll);
    if (!activation) {
      await clock.sleep(PAUSE_MS);
      continue;
    }
    const { workflowId, token } = activation;
    const submission = { workflowId, token, lastSeenSequence: 1 };
    const child = { type: 'START_CHILD', childId: 'twin', kind: 'twin', queue: 'default' } as const;
    const commands = [child, child];
    const told = await operations
      .submitCommands({ ...submission, commands, outcome: { type: 'SUSPENDED' } })
      .catch((error: unknown) => error);
    expectSame('what is said to it', told instanceof EngineError && told.code, 'INVALID_ARGUMENT');
    const error = { name: 'Error', message: 'there is one twin too many' };
    await operations.submitCommands({ ...submission, commands: [], outcome: { type: 'FAILED', error } });
    return;
  }
}

/** What cannot be is refused, and nothing of it is left. */
export const twins: Scenario = {
  name: 'twins',
  summary:
    'n foreign workers ask for two children of one id at once, and are refused; then somebody else has the id',
  size: { tasks: 2, workers: 1, servers: 2 },
  needsCalm: 'its clients play worker themselves, and know the answer to each of their calls',
  claims: [
    {
      what: 'two children of one id were refused',
      isReachedBy: wasRefused(['submitCommands'], 'child_workflow_pkey'),
    },
    { what: 'two workflows were submitted at the same time', isReachedBy: overlapped('submitCommands') },
  ],
  workload: ({ tasks }) => ({
    workflows: [twin],
    tasks: [],
    provokes: ['child_workflow_pkey'],
    clients: Array.from(
      { length: tasks },
      (_, index) => async (client: Client, clock: Clock, operations: Operations) => {
        const handle = await client.start(parents, undefined, { id: `parents-${index}`, queue: ELSEWHERE });
        await confuse(clock, operations);
        const error = await handle.result().catch((thrown: unknown) => thrown);
        expectSame('what became of it', error instanceof WorkflowEndedError && error.status, 'FAILED');
      },
    ),
    after: async (client) => {
      expectSame('who has the id', await client.execute(twin, undefined, { id: 'twin' }), 'born');
    },
  }),
};
