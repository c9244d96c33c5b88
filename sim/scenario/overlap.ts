import type { Client } from '../../src/client/index.ts';
import { isWorkflowEnded } from '../../src/events/index.ts';
import type { Clock } from '../../src/ports/index.ts';
import { workflow } from '../../src/sdk/index.ts';
import { expectSame, UnexpectedResultError } from './expect.ts';
import type { Scenario } from './scenario.ts';
import { showed, sweepsOverlapped } from './seen-in-run.ts';

const EVERY_MS = 1_000;
/** So long that a schedule is another one before it is due, however late its second putting is. */
const NOT_SOON_MS = 3_600_000;

/** Goes on until it is cancelled. */
const shift = workflow({
  name: 'shift',
  run: async (context) => {
    for (;;) await context.waitForSignal('relief');
  },
});

/** A schedule whose runs do not end by themselves. */
async function keep(
  id: string,
  overlap: 'SKIP' | 'CANCEL_PREVIOUS',
  client: Client,
  everyMs = EVERY_MS,
): Promise<void> {
  const times = { type: 'INTERVAL', everyMs } as const;
  await client.putSchedule({ id, times, kind: 'shift', queue: 'default', overlap, missed: 'RUN_ONCE' });
}

/** Waits until a schedule has been due so many times. */
async function runsOf(id: string, count: number, client: Client, clock: Clock): Promise<readonly string[]> {
  for (let patience = 100; ; patience -= 1) {
    const { runs } = await client.getSchedule(id);
    if (runs.length >= count) return runs.map(({ type }) => type).toReversed();
    if (patience === 0) throw new UnexpectedResultError('runs', runs.length, String(count));
    await clock.sleep(EVERY_MS);
  }
}

/** Waits until a workflow has ended, and says how. */
async function endOf(workflowId: string, client: Client, clock: Clock): Promise<string> {
  for (let patience = 100; patience > 0; patience -= 1) {
    const { status } = await client.handle(workflowId).query();
    if (isWorkflowEnded(status)) return status;
    await clock.sleep(EVERY_MS);
  }
  return 'nothing';
}

/** Cancels what a schedule has started, and waits for the ends. */
async function endAll(id: string, client: Client, clock: Clock): Promise<void> {
  const runs = await client.list({ idPrefix: `${id}/` });
  for (const { workflowId } of runs) await client.handle(workflowId).cancel();
  for (const { workflowId } of runs) await endOf(workflowId, client, clock);
}

/** Schedules whose runs go on when the next one is due: it waits its turn, or the one before makes room. */
export const overlap: Scenario = {
  name: 'overlap',
  summary: 'two schedules whose runs never end: one skips while there is one, one cancels it, n times',
  size: { tasks: 2, workers: 1, servers: 2 },
  needsCalm: 'a call that is delayed makes a schedule what it was before, and a run of that may have begun',
  claims: [
    {
      what: 'a run was told to make room before it had begun',
      isReachedBy: showed('cancelWorkflow CANCELLED'),
    },
    { what: 'two servers looked for what is due at the same time', isReachedBy: sweepsOverlapped },
  ],
  workload: ({ tasks }) => ({
    workflows: [shift],
    tasks: [],
    needsSweeps: true,
    clients: [
      async (client, clock) => {
        await keep('patient', 'CANCEL_PREVIOUS', client, NOT_SOON_MS);
        await keep('patient', 'SKIP', client); // it is another one now
        const [first, ...others] = await runsOf('patient', tasks + 1, client, clock);
        expectSame('the first run', first, 'STARTED');
        expectSame('the others', new Set(others).size === 1 && others[0], 'SKIPPED');
        await client.deleteSchedule('patient');
        const runs = await client.list({ idPrefix: 'patient/' });
        expectSame('how many were started', runs.length, 1);
        expectSame('whether it goes on', runs[0] && !isWorkflowEnded(runs[0].status), true);
        await endAll('patient', client, clock);
      },
      async (client, clock) => {
        await keep('hasty', 'CANCEL_PREVIOUS', client);
        const runs = await runsOf('hasty', tasks + 1, client, clock);
        expectSame('its runs', new Set(runs).size === 1 && runs[0], 'STARTED');
        const started = await client.list({ idPrefix: 'hasty/' });
        for (const { workflowId } of started.slice(0, -1)) {
          expectSame('one before', await endOf(workflowId, client, clock), 'CANCELLED');
        }
        await client.deleteSchedule('hasty');
        await endAll('hasty', client, clock); // those, too, that were to make room and had not been told
      },
    ],
  }),
};
