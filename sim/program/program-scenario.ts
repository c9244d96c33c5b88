import type { Program } from '../../models/reference/program/index.ts';
import type { Client } from '../../src/client/index.ts';
import { isWorkflowEnded } from '../../src/events/index.ts';
import { EngineError } from '../../src/engine/index.ts';
import type { Clock } from '../../src/ports/index.ts';
import type { Scenario } from '../scenario/index.ts';
import { programWorkflow, stepTask } from './program-workflow.ts';

/** What people do while a program runs. */
export type Interference = {
  /** When the workflow is asked to cancel, in milliseconds from its start; never if absent. */
  readonly cancelMs?: number | undefined;
  /** Decides which promises are settled and how, and which children are cancelled: over and over. */
  readonly whims: readonly number[];
};

const ROOT = 'root';
const PROMISES = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6'];
const ROUND_MS = 150;

/** A program on a cluster, with clients that send signals, settle promises and cancel at random until all has ended. */
export function programScenario(program: Program, { cancelMs, whims }: Interference): Scenario {
  return {
    name: 'program',
    summary: 'a generated program',
    size: { tasks: 2, workers: 2, servers: 2 },
    workload: () => ({
      workflows: [programWorkflow],
      tasks: [stepTask],
      needsSweeps: true,
      clients: [
        async (client, clock) => {
          await client.start(programWorkflow, { program, input: 'in' }, { id: ROOT });
          await interfere(client, clock, whims);
        },
        ...(cancelMs === undefined
          ? []
          : [(client: Client, clock: Clock) => cancelLater(client, clock, cancelMs)]),
      ],
    }),
  };
}

async function cancelLater(client: Client, clock: Clock, cancelMs: number): Promise<void> {
  await clock.sleep(cancelMs);
  await tried(() => client.handle(ROOT).cancel('enough'));
}

/** Until every workflow has ended. */
async function interfere(client: Client, clock: Clock, whims: readonly number[]): Promise<void> {
  let drawn = 0;
  const whim = (): number => whims[(drawn += 1) % Math.max(whims.length, 1)] ?? 0;
  for (let round = 1; ; round += 1) {
    const all = await client.list();
    const open = all.filter(({ status }) => !isWorkflowEnded(status));
    if (all.length > 0 && open.length === 0) return;
    for (const { workflowId } of open) {
      const handle = client.handle(workflowId);
      // Nobody waits for ever, and nobody is flooded.
      if (round % 4 === 1) await tried(() => handle.signal(round % 8 === 1 ? 'a' : 'b', round, `${round}`));
      else if (round % 4 < whim() % 4) {
        await tried(() => handle.signal(whim() % 2 === 0 ? 'a' : 'b', round, `${round}`));
        await tried(() => handle.signal(round % 2 === 0 ? 'a' : 'b', -round));
      }
      const name = PROMISES[whim() % PROMISES.length] ?? '';
      if (whim() % 3 === 0) await tried(() => client.rejectPromise(workflowId, name, new Error('rejected')));
      else await tried(() => client.resolvePromise(workflowId, name, round));
      if (whim() === 13 && workflowId !== ROOT) await tried(() => handle.cancel());
    }
    await clock.sleep(ROUND_MS);
  }
}

/** What is not there yet, or not any more, is nobody's business. */
async function tried(request: () => Promise<unknown>): Promise<void> {
  try {
    await request();
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'NOT_FOUND') throw error;
  }
}
