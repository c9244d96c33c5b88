import { workflow } from '../../src/sdk/index.ts';
import { expectSame } from '../scenario/index.ts';
import { type Behaviour, comesTo, endOf, errorOf, eventsOf, until } from './behaviour.ts';

const approval = workflow({
  name: 'approval',
  run: async (context) => await context.promise('approval').catch((error: unknown) => String(error)),
});

/** Somebody outside settles a promise; settling it once more is told apart from the first time. */
function settled(
  name: string,
  settle: 'resolve' | 'reject',
  end: string,
  type: 'PROMISE_RESOLVED' | 'PROMISE_REJECTED',
): Behaviour {
  return {
    name,
    workflows: [approval],
    async run({ client, clock, id }) {
      const handle = await client.start(approval, undefined, { id });
      const isCreated = async () => (await eventsOf(handle))['PROMISE_CREATED'] === 1;
      await until(clock, 'the promise', isCreated);
      const ask = () =>
        settle === 'resolve'
          ? client.resolvePromise(id, 'approval', { by: 'Ada' })
          : client.rejectPromise(id, 'approval', new RangeError('too much'));
      expectSame('settling it', await ask(), 'RECORDED');
      expectSame('the end', await endOf(handle), end);
      expectSame('settling it after the end', ['REPEATED', 'IGNORED'].includes(await ask()), true);
      expectSame('settlements', (await eventsOf(handle))[type], 1);
    },
  };
}

const patience = workflow({
  name: 'promise_timed_out',
  run: async (context) => await errorOf(context.promise('answer', { timeout: 50 })),
});

/** Of two who settle one promise differently at the same time, one is the first. */
const settledOnce: Behaviour = {
  name: 'promise_settled_once',
  workflows: [approval],
  async run({ client, clock, id }) {
    const handle = await client.start(approval, undefined, { id });
    await until(clock, 'the promise', async () => (await eventsOf(handle))['PROMISE_CREATED'] === 1);
    const answers = await Promise.all([
      client.resolvePromise(id, 'approval', 'yes'),
      client.rejectPromise(id, 'approval', new RangeError('no')),
    ]);
    expectSame('settlements that count', answers.filter((answer) => answer === 'RECORDED').length, 1);
    const isResolved = answers[0] === 'RECORDED';
    const end = isResolved
      ? '"yes"'
      : '"PromiseRejectedError: promise approval was rejected: RangeError: no"';
    expectSame('the end', await endOf(handle), `COMPLETED ${end}`);
  },
};

/** Promises that somebody outside settles, or nobody. */
export const PROMISES: readonly Behaviour[] = [
  settled('promise_resolved', 'resolve', 'COMPLETED {"by":"Ada"}', 'PROMISE_RESOLVED'),
  settled(
    'promise_rejected',
    'reject',
    'COMPLETED "PromiseRejectedError: promise approval was rejected: RangeError: too much"',
    'PROMISE_REJECTED',
  ),
  comesTo(patience, {
    end: 'COMPLETED "PromiseTimedOutError"',
    events: { PROMISE_CREATED: 1, PROMISE_TIMED_OUT: 1 },
  }),
  settledOnce,
];
