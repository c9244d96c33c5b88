import type { Client } from '../../src/client/index.ts';
import { EngineError } from '../../src/engine/index.ts';
import type { Clock } from '../../src/ports/index.ts';
import { CancelledError, PromiseRejectedError, PromiseTimedOutError, workflow } from '../../src/sdk/index.ts';
import { expectSame } from './expect.ts';
import type { Scenario } from './scenario.ts';
import { hasWaited, showed } from './seen-in-run.ts';

const BELL_MS = 100;
/** Later than the bell: a sweep that has both to do would be done with the one before it comes to the other. */
const VERDICT_MS = 200;

const hearing = workflow({
  name: 'hearing',
  run: async (context) => {
    const bell = context.sleep(BELL_MS).then(
      () => 'rung',
      (error: unknown) => otherwise(error, CancelledError, 'stopped'),
    );
    const verdict = context
      .promise<string>('verdict', { timeout: VERDICT_MS })
      .catch((error: unknown) =>
        error instanceof PromiseRejectedError
          ? error.errorName
          : otherwise(error, PromiseTimedOutError, 'adjourned'),
      );
    const came = { bell: await bell, verdict: await verdict };
    await context.sleep(VERDICT_MS); // whatever else comes of the two does not come after the end
    return came;
  },
});

function otherwise(error: unknown, expected: new (...given: never) => Error, told: string): string {
  if (error instanceof expected) return told;
  throw error;
}

/** Waits until the hearing has lasted so long that something is due. */
async function untilDue(client: Client, clock: Clock, afterMs: number): Promise<void> {
  for (;;) {
    const history = await client.handle('hearing').history().catch(onlyMissing);
    const started = history.find(({ type }) => type === 'TIMER_STARTED');
    if (started?.type === 'TIMER_STARTED') {
      return await clock.sleep(started.data.fireAt - BELL_MS + afterMs - clock.now());
    }
    await clock.sleep(BELL_MS / 5);
  }
}

function onlyMissing(error: unknown): readonly never[] {
  if (error instanceof EngineError && error.code === 'NOT_FOUND') return []; // it has not been started
  throw error;
}

/** What waits for a time is ended from outside at that very time, and ends once. */
export const lastMoment: Scenario = {
  name: 'last-moment',
  summary: 'a timer is cancelled when it is due, and a promise resolved and rejected by n clients at once',
  size: { tasks: 2, workers: 1, servers: 1 },
  claims: [
    { what: 'the promise was resolved', isReachedBy: showed('PROMISE_RESOLVED') },
    { what: 'the promise was rejected', isReachedBy: showed('PROMISE_REJECTED') },
    { what: 'a transaction waited for another', isReachedBy: hasWaited },
  ],
  workload: ({ tasks }) => ({
    workflows: [hearing],
    tasks: [],
    needsSweeps: true,
    clients: [
      async (client, clock, operations) => {
        const handle = await client.start(hearing, undefined, { id: 'hearing' });
        await untilDue(client, clock, BELL_MS);
        const { type } = await operations.cancelTimer({ workflowId: 'hearing', timerId: 'timer/1' });
        const { bell } = await handle.result();
        expectSame('the bell', bell, type === 'IGNORED' ? 'rung' : 'stopped');
      },
      ...Array.from({ length: tasks }, (_, index) => async (client: Client, clock: Clock) => {
        await untilDue(client, clock, VERDICT_MS);
        const isObjection = index % 2 === 1;
        const mine = isObjection ? `Objection ${index + 1}` : `verdict ${index + 1}`;
        const type = isObjection
          ? await client.rejectPromise('hearing', 'verdict', Object.assign(new Error('no'), { name: mine }))
          : await client.resolvePromise('hearing', 'verdict', mine);
        const { verdict } = await client.handle<{ verdict: string }>('hearing').result();
        const counts = type === 'RECORDED' || type === 'REPEATED';
        expectSame(`whether ${mine} counts`, verdict === mine, counts);
      }),
    ],
  }),
};
