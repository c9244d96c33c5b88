import type { Client } from '../../src/client/index.ts';
import type { Operations } from '../../src/engine/index.ts';
import { isWorkflowEnded } from '../../src/events/index.ts';
import type { Clock } from '../../src/ports/index.ts';
import { task, workflow } from '../../src/sdk/index.ts';
import { expectSame } from './expect.ts';
import type { Scenario } from './scenario.ts';
import { showed } from './seen-in-run.ts';

/** As long as sweepers pause: they look just when it is over. */
const LEASE_MS = 1_000;
/** No worker of the cluster has it: the clients alone do what is in it. */
const QUEUE = 'by hand';

const errand = workflow({ name: 'errand-by-hand', run: async (_context, item: number) => item });

const retry = { retries: 100, initialDelay: 10, maxDelay: 10 };
const fetch = task({ name: 'fetch-by-hand', retry, run: async (_context, item: number) => item });

/** Its tasks alone are done by hand. */
const list = workflow({
  name: 'list-of-errands',
  run: async (context, count: number) => {
    const items = Array.from({ length: count }, (_, item) => item);
    return await Promise.all(items.map((item) => context.schedule(fetch, item, { queue: QUEUE })));
  },
});

/** Takes a task, and ends it likewise. */
async function dawdleAtTask(
  worker: string,
  takesMs: number,
  clock: Clock,
  operations: Operations,
): Promise<void> {
  const poll = { worker, queues: [QUEUE], kinds: [fetch.name], leaseMs: LEASE_MS };
  const { task: claimed } = await operations.pollTask(poll);
  if (!claimed) return;
  await clock.sleep(takesMs);
  const { id: taskId, attempt, token, input = null } = claimed;
  await operations.completeTask({ taskId, attempt, token, output: input });
}

/** Takes workflows, and ends them at the last moment: when the lease is over, and they may be taken back. */
async function dawdle(
  name: string,
  count: number,
  client: Client,
  clock: Clock,
  operations: Operations,
): Promise<void> {
  for (let turn = 1; ; turn += 1) {
    const takesMs = turn % 3 === 0 ? LEASE_MS / 2 : LEASE_MS; // or it could be late for ever
    const all = await client.list();
    if (all.length === count && all.every(({ status }) => isWorkflowEnded(status))) return;
    const poll = { worker: name, queues: [QUEUE], kinds: [errand.name], leaseMs: LEASE_MS };
    const { activation } = await operations.pollWorkflow(poll);
    if (!activation) await dawdleAtTask(name, takesMs, clock, operations);
    await clock.sleep(takesMs);
    if (!activation) continue;
    const { workflowId, token } = activation;
    const { events } = await operations.getEvents({ workflowId, after: 0 });
    const started = events[0]?.type === 'WORKFLOW_STARTED' ? events[0].data.input : null;
    const outcome = { type: 'COMPLETED', output: started ?? null } as const;
    const submission = { workflowId, token, lastSeenSequence: events.length, commands: [], outcome };
    const { type } = await operations.submitCommands(submission);
    if (type === 'STALE') continue;
    await clock.sleep(LEASE_MS / 2);
    const { status } = await client.handle(workflowId).query();
    expectSame('a workflow that was ended', status, 'COMPLETED');
  }
}

/** An activation ends when its lease is just over: either it is taken back, or it counts, and stays. */
export const lateSubmit: Scenario = {
  name: 'late-submit',
  summary:
    'n workflows and n tasks of another one, of which two workers end each when its lease is just over',
  size: { tasks: 2, workers: 1, servers: 2 },
  needsCalm: 'its workers hit the last moment of a lease, which they never do where calls are held up',
  claims: [
    { what: 'a submission came after its lease was taken back', isReachedBy: showed('submitCommands STALE') },
    { what: 'a result came after its lease was taken back', isReachedBy: showed('completeTask STALE') },
  ],
  workload: ({ tasks }) => ({
    workflows: [errand, list],
    tasks: [],
    needsSweeps: true,
    clients: [
      async (client) => {
        const items = Array.from({ length: tasks }, (_, item) => item);
        const handles = await Promise.all(
          items.map((item) => client.start(errand, item, { id: `errand-${item}`, queue: QUEUE })),
        );
        expectSame('what was fetched', await Promise.all(handles.map((handle) => handle.result())), items);
      },
      async (client) => {
        const items = Array.from({ length: tasks }, (_, item) => item);
        expectSame('what was on the list', await client.execute(list, tasks, { id: 'list' }), items);
      },
      (client, clock, operations) => dawdle('slow', tasks + 1, client, clock, operations),
      (client, clock, operations) => dawdle('slower', tasks + 1, client, clock, operations),
    ],
  }),
};
