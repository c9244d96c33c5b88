import { PromiseRejectedError, PromiseTimedOutError, workflow } from '../../src/sdk/index.ts';
import type { Clock } from '../../src/ports/index.ts';
import type { Client } from '../../src/client/index.ts';
import { EngineError } from '../../src/engine/index.ts';
import { expectAnswer, expectSame } from './expect.ts';
import type { Hazards, Scenario } from './scenario.ts';
import { overlapped, wasRefused } from './seen-in-run.ts';

const approvals = workflow({
  name: 'approvals',
  run: async (context, count: number) => {
    const told = async (promise: Promise<unknown>): Promise<string> => {
      try {
        return `resolved ${JSON.stringify(await promise)}`;
      } catch (error) {
        if (error instanceof PromiseRejectedError) return `rejected ${error.errorName}`;
        if (error instanceof PromiseTimedOutError) return 'timed out';
        throw error;
      }
    };
    const names = Array.from({ length: count }, (_, index) => `approval-${index + 1}`);
    return await Promise.all([
      ...names.map((name) => told(context.promise(name))),
      told(context.promise('objection')),
      told(context.promise('silence', { timeout: 200 })),
    ]);
  },
});

/** Settles a promise as soon as the workflow has created it, and twice. */
async function settle(
  client: Client,
  clock: Clock,
  { name, isRejected = false }: { readonly name: string; readonly isRejected?: boolean },
  hazards: Hazards,
): Promise<void> {
  const attempt = () =>
    isRejected
      ? client.rejectPromise('approvals', name, new RangeError('no'))
      : client.resolvePromise('approvals', name, name);
  for (;;) {
    try {
      const first = await attempt();
      expectAnswer(`settling ${name}`, first, ['RECORDED'], hazards);
      expectAnswer(`settling ${name} again`, await attempt(), ['REPEATED', 'IGNORED'], hazards);
      return;
    } catch (error) {
      if (!(error instanceof EngineError) || error.code !== 'NOT_FOUND') throw error;
      await clock.sleep(20);
    }
  }
}

/** Promises that somebody outside settles, or nobody. */
export const promises: Scenario = {
  name: 'promises',
  summary: 'n promises are resolved, one is rejected, one times out; each settlement is sent twice',
  size: { tasks: 2, workers: 2, servers: 2 },
  claims: [
    {
      what: 'a settlement came before its promise was there',
      isReachedBy: wasRefused(['resolvePromise', 'rejectPromise'], 'has no promise'),
    },
    { what: 'two promises were resolved at the same time', isReachedBy: overlapped('resolvePromise') },
  ],
  workload: ({ tasks }, hazards) => ({
    workflows: [approvals],
    tasks: [],
    needsSweeps: true,
    clients: [
      async (client) => {
        const expected = Array.from({ length: tasks }, (_, index) => `resolved "approval-${index + 1}"`);
        const got = await client.execute(approvals, tasks, { id: 'approvals' });
        expectSame('the approvals', got, [...expected, 'rejected RangeError', 'timed out']);
      },
      ...Array.from(
        { length: tasks },
        (_, index) => (client: Client, clock: Clock) =>
          settle(client, clock, { name: `approval-${index + 1}` }, hazards),
      ),
      (client, clock) => settle(client, clock, { name: 'objection', isRejected: true }, hazards),
    ],
  }),
};
