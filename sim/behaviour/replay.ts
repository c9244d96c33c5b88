import { replayHistory, task, type WorkflowContext, workflow } from '../../src/sdk/index.ts';
import { expectSame } from '../scenario/index.ts';
import { type Behaviour, endOf } from './behaviour.ts';

const pack = task({ name: 'pack', run: async (_context, item: string) => item });
const ship = task({ name: 'ship', run: async (_context, item: string) => item });

/** As it ran: it packs, sleeps, and ships. */
const today = workflow({
  name: 'delivery',
  run: async (context) => {
    const item = await context.schedule(pack, 'book');
    await context.sleep(10);
    return await context.schedule(ship, item);
  },
});

/** Other code under the same name is held against the history of a run. */
function heldAgainst(
  name: string,
  tomorrow: (context: WorkflowContext) => Promise<unknown>,
  problem: string | null,
): Behaviour {
  return {
    name,
    workflows: [today],
    tasks: [pack, ship],
    async run({ client, clock, id }) {
      const handle = await client.start(today, undefined, { id });
      expectSame('the end', await endOf(handle), 'COMPLETED "book"');
      const history = await handle.history();
      const changed = workflow({ name: 'delivery', run: tomorrow });
      expectSame('today’s code', await replayHistory(today, id, history, clock), undefined);
      // Up to its first suspension the workflow was somewhere: code may grow from there on.
      const begun = history.slice(0, history.findIndex(({ type }) => type === 'WORKFLOW_SUSPENDED') + 1);
      const found = await replayHistory(changed, id, problem === null ? begun : history, clock);
      expectSame('other code', found?.includes(problem ?? '') ? problem : (found ?? null), problem);
    },
  };
}

/** What other code than that which wrote a history may do, and what it may not. */
export const REPLAY: readonly Behaviour[] = [
  heldAgainst(
    'replay_extension_allowed',
    async (context) => {
      const item = await context.schedule(pack, 'book');
      await context.sleep(10);
      await context.schedule(ship, item);
      return await context.schedule(pack, 'receipt');
    },
    null,
  ),
  heldAgainst(
    'replay_kind_mismatch_refused',
    async (context) => {
      await context.sleep(10);
      return await context.schedule(pack, 'book');
    },
    'asks for',
  ),
  heldAgainst(
    'replay_name_mismatch_refused',
    async (context) => await context.schedule(ship, 'book'),
    'schedules ship',
  ),
  heldAgainst(
    'replay_order_mismatch_refused',
    async (context) => {
      const item = await context.schedule(pack, 'book');
      const shipped = await context.schedule(ship, item);
      await context.sleep(10);
      return shipped;
    },
    'asks for',
  ),
];
