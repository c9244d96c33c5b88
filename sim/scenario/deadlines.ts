import type { Client } from '../../src/client/index.ts';
import type { Operations } from '../../src/engine/index.ts';
import { isWorkflowEnded } from '../../src/events/index.ts';
import type { Clock } from '../../src/ports/index.ts';
import { task, TaskFailedError, workflow } from '../../src/sdk/index.ts';
import { expectSame } from './expect.ts';
import type { Scenario } from './scenario.ts';
import { showed } from './seen-in-run.ts';

/** Long enough for the sweeps to know of it in advance, and come just then. */
const TIMEOUT_MS = 1_500;
const LEASE_MS = 60_000;

/** Done by clients of this scenario, for no worker has its queue. */
const paper = task({ name: 'paper', timeout: TIMEOUT_MS, run: async () => undefined });

const exam = workflow({
  name: 'exam',
  run: async (context, count: number) => {
    const papers = Array.from({ length: count }, () => context.schedule(paper, undefined, { queue: 'desk' }));
    const told = papers.map(async (handle) => {
      try {
        await handle;
        return 'in time';
      } catch (error) {
        if (!(error instanceof TaskFailedError)) throw error;
        return error.errorName;
      }
    });
    return await Promise.all(told);
  },
});

/** Takes one task as a worker does, and completes it at its very deadline. */
async function atTheLastMoment(client: Client, clock: Clock, operations: Operations): Promise<void> {
  const handle = client.handle<readonly string[]>('exam');
  const poll = { worker: 'student', queues: ['desk'], kinds: ['paper'], leaseMs: LEASE_MS };
  for (;;) {
    const { task: claimed } = await operations.pollTask(poll);
    if (claimed) {
      const { id: taskId, attempt, token } = claimed;
      const history = await handle.history();
      const scheduled = history.filter(({ type }) => type === 'TASK_SCHEDULED');
      const index = scheduled.findIndex(({ data }) => 'taskId' in data && data.taskId === taskId);
      await clock.sleep((scheduled[index]?.time ?? 0) + TIMEOUT_MS - clock.now());
      const { type } = await operations.completeTask({ taskId, attempt, token });
      const told = (await handle.result())[index];
      expectSame(`what came of ${taskId}`, told, type === 'STALE' ? 'TaskTimedOut' : 'in time');
      return;
    }
    const [all] = await client.list({ idPrefix: 'exam' });
    if (all && isWorkflowEnded(all.status)) return; // it was late with all that there was
    await clock.sleep(TIMEOUT_MS / 15);
  }
}

/** Tasks are completed just when their deadlines are over, and end once, one way or the other. */
export const deadlines: Scenario = {
  name: 'deadlines',
  summary: 'n tasks are completed at the very time at which they are due',
  size: { tasks: 2, workers: 1, servers: 2 },
  claims: [
    { what: 'a task was completed in time', isReachedBy: showed('completeTask RECORDED') },
    {
      what: 'a task was completed too late',
      isReachedBy: showed('completeTask STALE', 'expireDeadlines DONE'),
    },
  ],
  workload: ({ tasks }) => ({
    workflows: [exam],
    tasks: [],
    needsSweeps: true,
    clients: [
      async (client) => {
        const told = await client.execute(exam, tasks, { id: 'exam' });
        expectSame('how many papers there are', told.length, tasks);
      },
      ...Array.from({ length: tasks }, () => atTheLastMoment),
    ],
  }),
};
