import { workflow } from '../../src/sdk/index.ts';
import { expectSame } from '../scenario/index.ts';
import { type Behaviour, endOf, eventsOf } from './behaviour.ts';

/** Reads as many letters as it is told, one after the other. */
const reader = workflow({
  name: 'reader',
  run: async (context, count: number) => {
    const letters: unknown[] = [];
    while (letters.length < count) letters.push(await context.waitForSignal('letter'));
    return letters;
  },
});

/** Sleeps while letters come, and then reads them all at once. */
const drainer = workflow({
  name: 'drainer',
  run: async (context) => {
    await context.waitForSignal('read');
    const letters = context.drainSignals('letter');
    return [letters, context.drainSignals('letter')];
  },
});

const inOrder: Behaviour = {
  name: 'signals_in_order',
  workflows: [reader],
  async run({ client, id }) {
    const handle = await client.start(reader, 5, { id });
    for (let letter = 1; letter <= 5; letter += 1) {
      expectSame('a signal', await handle.signal('letter', letter), 'RECORDED');
    }
    expectSame('the end', await endOf(handle), 'COMPLETED [1,2,3,4,5]');
    expectSame('a signal after the end', await handle.signal('letter', 6), 'IGNORED');
  },
};

const startNew: Behaviour = {
  name: 'signal_with_start_new',
  workflows: [reader],
  async run({ client, id }) {
    const handle = await client.signalWithStart(reader, 1, { id }, { name: 'letter', payload: 'first' });
    expectSame('the end', await endOf(handle), 'COMPLETED ["first"]');
  },
};

const startExisting: Behaviour = {
  name: 'signal_with_start_existing',
  workflows: [reader],
  async run({ client, id }) {
    await client.start(reader, 2, { id });
    await client.signalWithStart(reader, 100, { id }, { name: 'letter', payload: 'first' });
    const handle = await client.signalWithStart(reader, 100, { id }, { name: 'letter', payload: 'second' });
    expectSame('the end', await endOf(handle), 'COMPLETED ["first","second"]');
    expectSame('starts', (await eventsOf(handle))['WORKFLOW_STARTED'], 1);
  },
};

const drained: Behaviour = {
  name: 'signals_drained',
  workflows: [drainer],
  async run({ client, id }) {
    const handle = await client.start(drainer, undefined, { id });
    for (const letter of ['a', 'b', 'c']) await handle.signal('letter', letter);
    await handle.signal('read');
    expectSame('the end', await endOf(handle), 'COMPLETED [["a","b","c"],[]]');
  },
};

const oncePerKey: Behaviour = {
  name: 'signal_once_per_key',
  workflows: [reader],
  async run({ client, id }) {
    const handle = await client.start(reader, 2, { id });
    const keyed = () => handle.signal('letter', 'keyed', 'key');
    const answers = await Promise.all([keyed(), keyed(), keyed()]);
    expectSame('answers', answers.toSorted(), ['RECORDED', 'REPEATED', 'REPEATED']);
    await handle.signal('letter', 'other', 'another');
    expectSame('the end', await endOf(handle), 'COMPLETED ["keyed","other"]');
  },
};

/** What is sent to a workflow is read in the order in which it came, each once. */
export const SIGNALS: readonly Behaviour[] = [inOrder, startNew, startExisting, drained, oncePerKey];
