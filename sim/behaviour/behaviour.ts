import { type Client, WorkflowEndedError, type WorkflowHandle } from '../../src/client/index.ts';
import type { Operations } from '../../src/engine/index.ts';
import type { Clock } from '../../src/ports/index.ts';
import type { AnyWorkflow, WorkflowDefinition } from '../../src/sdk/index.ts';
import type { AnyTask } from '../../src/worker/index.ts';
import { expectSame } from '../scenario/index.ts';

/** What a behaviour is shown on: an engine that runs, wherever and however. */
export type Stage = {
  readonly client: Client;
  /** The engine's operations as such, for what no well-behaved worker or client does. */
  readonly operations: Operations;
  readonly clock: Clock;
  /** The id of its workflow; whatever else it starts has an id that begins so. */
  readonly id: string;
};

/** Something that the engine must do, and that is shown in the same words on every deployment and under simulation. */
export type Behaviour = {
  /** In snake_case. */
  readonly name: string;
  readonly workflows: readonly AnyWorkflow[];
  readonly tasks?: readonly AnyTask[];
  /** Tasks that not every worker knows: the first worker those of the first list, the second those of the second. */
  readonly tasksApart?: readonly [readonly AnyTask[], readonly AnyTask[]];
  /** @throws when a result, an error or a history is not what it must be */
  readonly run: (stage: Stage) => Promise<void>;
};

/** A behaviour that is seen in how a workflow ends, and in how many events of each type its history has. */
export function comesTo(
  definition: WorkflowDefinition<void, unknown>,
  expected: { readonly end: string; readonly events?: Readonly<Record<string, number>> },
  others: Partial<Behaviour> = {},
): Behaviour {
  return {
    name: definition.name,
    workflows: [definition],
    ...others,
    async run({ client, id }) {
      const handle = await client.start(definition, undefined, { id });
      expectSame('the end', await endOf(handle), expected.end);
      const children = await client.list({ idPrefix: `${id}/` });
      await Promise.all(children.map(({ workflowId }) => endOf(client.handle(workflowId))));
      const counts = await eventsOf(handle);
      const types = Object.keys(expected.events ?? {});
      expectSame(
        'its events',
        Object.fromEntries(types.map((type) => [type, counts[type] ?? 0])),
        expected.events ?? {},
      );
    },
  };
}

/** How a workflow ended, and by which error. */
export async function endOf(handle: WorkflowHandle<unknown>): Promise<string> {
  try {
    return `COMPLETED ${JSON.stringify(await handle.result())}`;
  } catch (error) {
    if (!(error instanceof WorkflowEndedError)) throw error;
    return error.failure ? `${error.status} ${error.failure.name}` : error.status;
  }
}

/** The name of the error that a promise rejects with. @throws if it does not */
export async function errorOf(promise: Promise<unknown>): Promise<string> {
  const thrown = await promise.then(
    (value) => new Error(`there is no error but ${JSON.stringify(value)}`),
    (error: unknown) => ({ name: nameOf(error) }),
  );
  if (thrown instanceof Error) throw thrown;
  return thrown.name;
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'errorName' in error ? `${error.name} ${String(error.errorName)}` : error.name;
}

/** Asks again and again until it is so. @throws if it never is */
export async function until(clock: Clock, what: string, isSo: () => Promise<boolean>): Promise<void> {
  const PAUSE_MS = 25;
  for (let patience = 800; !(await isSo()); patience -= 1) {
    if (patience === 0) throw new Error(`${what} never comes`);
    await clock.sleep(PAUSE_MS);
  }
}

/** How many events of each type a workflow's history has. */
export async function eventsOf(handle: WorkflowHandle<unknown>): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const { type } of await handle.history()) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}
