import type { Client } from '../../src/client/index.ts';
import { type CancelResponse, EngineError, type Operations } from '../../src/engine/index.ts';
import type { Clock } from '../../src/ports/index.ts';
import { CancelledError, task, workflow } from '../../src/sdk/index.ts';
import { expectSame } from './expect.ts';
import type { Scenario } from './scenario.ts';
import { overlapped, showed } from './seen-in-run.ts';

const PAUSE_MS = 20;

const draw = task({ name: 'draw', run: async () => undefined });

const lottery = workflow({
  name: 'lottery',
  run: async (context, count: number) => {
    const tickets = Array.from({ length: count }, () => context.schedule(draw));
    const told = tickets.map(async (ticket) => {
      try {
        await ticket;
        return 'drawn';
      } catch (error) {
        if (!(error instanceof CancelledError)) throw error;
        return 'withdrawn';
      }
    });
    return await Promise.all(told);
  },
});

/** Cancels a task as soon as somebody does it. */
async function withdraw(
  operations: Operations,
  clock: Clock,
  taskId: string,
): Promise<CancelResponse['type']> {
  for (;;) {
    try {
      const { status } = await operations.getTask({ taskId });
      if (status !== 'PENDING') return (await operations.cancelTask({ taskId })).type;
    } catch (error) {
      if (!(error instanceof EngineError) || error.code !== 'NOT_FOUND') throw error;
    }
    await clock.sleep(PAUSE_MS);
  }
}

/** Tasks are cancelled from outside while workers do them, and end once, one way or the other. */
export const withdrawals: Scenario = {
  name: 'withdrawals',
  summary: 'n tasks are cancelled by a client each while workers do them',
  size: { tasks: 2, workers: 2, servers: 2 },
  claims: [
    {
      what: 'a task was cancelled while it was completed',
      isReachedBy: overlapped('cancelTask', 'completeTask'),
    },
    { what: 'a task was cancelled first', isReachedBy: showed('cancelTask CANCELLED') },
    { what: 'a task was completed first', isReachedBy: showed('cancelTask IGNORED') },
  ],
  workload: ({ tasks }) => ({
    workflows: [lottery],
    tasks: [draw],
    clients: Array.from(
      { length: tasks },
      (_, index) => async (client: Client, clock: Clock, operations: Operations) => {
        if (index === 0) await client.start(lottery, tasks, { id: 'lottery' });
        const type = await withdraw(operations, clock, `lottery/task/${index + 1}`);
        const told = await client.handle<readonly string[]>('lottery').result();
        expectSame(`ticket ${index + 1}`, told[index], type === 'IGNORED' ? 'drawn' : 'withdrawn');
      },
    ),
  }),
};
