import { task, workflow } from '../../src/sdk/index.ts';
import { expectSame } from '../scenario/index.ts';
import { type Behaviour, comesTo, endOf, errorOf } from './behaviour.ts';

const pause = task({ name: 'pause', run: async () => undefined });

const ledger = workflow({
  name: 'ledger',
  run: async (context) => {
    for (let page = 1; page <= 3; page += 1) {
      context.set('pages', (context.get<number>('pages') ?? 0) + 1);
      context.set(`draft ${page}`, true);
      await context.schedule(pause);
      context.clear(`draft ${page}`);
    }
    return context.get('pages') ?? 0;
  },
});

const state: Behaviour = {
  name: 'state_across_suspension',
  workflows: [ledger],
  tasks: [pause],
  async run({ client, id }) {
    const handle = await client.start(ledger, undefined, { id });
    expectSame('the end', await endOf(handle), 'COMPLETED 3');
    expectSame('what is published', (await handle.query()).state, { pages: 3 });
  },
};

const operations = workflow({
  name: 'operations_are_recorded',
  run: async (context) => {
    const drawn = await context.run('draw', () => ({ by: 'whoever was first' }));
    await context.schedule(pause);
    const again = await context.run('look', () => drawn.by);
    const error = await errorOf(context.run('refuse', () => Promise.reject(new RangeError('no'))));
    return [again, error];
  },
});

const chance = workflow({
  name: 'time_and_chance_are_replayed',
  run: async (context) => {
    const first = [context.random(), context.uuid(), context.now()];
    const recorded = await context.run('keep', () => [...first]);
    await context.schedule(pause);
    const isSame = JSON.stringify(first) === JSON.stringify(recorded);
    return [isSame, context.random() === first[0], context.uuid() === first[1]];
  },
});

/** What a workflow remembers without a task. */
export const STATE_AND_OPERATIONS: readonly Behaviour[] = [
  state,
  comesTo(
    operations,
    {
      end: 'COMPLETED ["whoever was first","OperationFailedError RangeError"]',
      events: { OPERATION_COMPLETED: 3 },
    },
    { tasks: [pause] },
  ),
  comesTo(chance, { end: 'COMPLETED [true,false,false]' }, { tasks: [pause] }),
];
