import { describe, expect, it } from 'vitest';
import { type Actor, type Chooser, RandomRoot, type RunEnd, Simulation } from '../../../sim/kernel/index.ts';
import { Network, type Server } from '../../../sim/network/index.ts';
import { EngineError } from '../../../src/engine/index.ts';
import type { Transport } from '../../../src/ports/index.ts';
import { actorsOf, anyOf, choosing, dullest, step } from '../../support/simulations.ts';

type Handle = Server['handle'];
type Body = (transport: Transport, actor: Actor) => Promise<void>;

/** Runs callers and servers. */
function play(
  servers: Readonly<Record<string, Handle>>,
  bodies: Readonly<Record<string, Body>>,
  chooser: Chooser = dullest,
): Promise<RunEnd> {
  const simulation = new Simulation({ random: new RandomRoot('seed'), chooser });
  const network = new Network(
    simulation,
    Object.entries(servers).map(([name, handle]) => ({ name, handle })),
  );
  for (const [name, body] of Object.entries(bodies)) {
    simulation.spawn(name, (actor) => body(network.transport(actor), actor));
  }
  return simulation.run();
}

const echo: Handle = async (_handler, operation, request) => ({ operation, request });

describe('a call', () => {
  it('is two steps, its delivery and that of its answer, with the handler at work between', async () => {
    const log: string[] = [];
    const run = await play(
      {
        async server(handler, operation) {
          await handler.step(step('work', () => log.push(`${handler.name} works on ${operation}`)));
          return 'done';
        },
      },
      {
        async caller(transport) {
          log.push(`answer ${String(await transport.call('greet', { name: 'x' }))}`);
        },
      },
    );
    expect(log).toEqual(['server/greet caller#1 works on greet', 'answer done']);
    expect(run.trace.steps.map(({ actor, detail }) => [actor, detail])).toEqual([
      [
        'caller',
        { kind: 'call', operation: 'greet', request: { name: 'x' }, handler: 'server/greet caller#1' },
      ],
      ['server/greet caller#1', { kind: 'test', label: 'work', value: 'work' }],
      [
        'caller',
        { kind: 'answer', operation: 'greet', handler: 'server/greet caller#1', response: { value: 'done' } },
      ],
    ]);
  });

  it('lets others step before it is delivered, while it is handled, and before its answer is', async () => {
    const chooser = choosing('other1', 'call greet', 'other2', 'work', 'other3');
    const run = await play(
      { server: async (handler) => void (await handler.step(step('work'))) },
      {
        async caller(transport) {
          await transport.call('greet', {});
        },
        async other(_transport, actor) {
          for (const number of [1, 2, 3]) await actor.step(step(`other${number}`));
        },
      },
      chooser,
    );
    expect(actorsOf(run)).toEqual(['other', 'caller', 'other', 'server/greet caller#1', 'other', 'caller']);
    expect(chooser.decisions[1]?.options.map(({ label }) => label)).toEqual(['other2', 'call greet']);
    // While the handler is at work, the answer is not on offer.
    expect(chooser.decisions[3]?.options.map(({ label }) => label)).toEqual(['other3', 'work']);
    expect(chooser.decisions[4]?.options.map(({ label }) => label)).toEqual(['answer to greet', 'other3']);
  });

  it.each(['1', '2', '3', '4'])(
    'brings each caller its own answer, in whatever order they come (%s)',
    async (seed) => {
      const handled: unknown[] = [];
      const answers: unknown[] = [];
      const caller: Body = async (transport, actor) => {
        const calls = [1, 2, 3].map((number) =>
          actor.start(`call ${number}`, () => transport.call('echo', `${actor.name} ${number}`)),
        );
        for (const [index, call] of calls.entries()) {
          expect(await call.join()).toEqual({ operation: 'echo', request: `${actor.name} ${index + 1}` });
          answers.push(index);
        }
      };
      const server: Handle = async (handler, operation, request) => {
        await handler.sleep(handler.random.below(10));
        handled.push(request);
        return { operation, request };
      };
      const run = await play({ server }, { a: caller, b: caller }, anyOf(seed));
      expect(run).toMatchObject({ end: 'finished', failures: [] });
      expect([answers.length, new Set(handled).size]).toEqual([6, 6]);
    },
  );

  it('goes round the servers', async () => {
    const handlers: string[] = [];
    const handle: Handle = async (handler) => void handlers.push(handler.name);
    await play(
      { one: handle, two: handle, three: handle },
      {
        async caller(transport) {
          for (const operation of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) await transport.call(operation, null);
        },
      },
    );
    const servers = handlers.map((name) => name.split('/')[0] ?? '');
    expect(new Set(servers.slice(0, 3)).size).toBe(3);
    expect(servers).toEqual([...servers.slice(0, 3), ...servers.slice(0, 3), ...servers.slice(0, 1)]);
    expect(handlers.map((name) => name.split('/')[1])).toEqual([
      'a caller#1',
      'b caller#1',
      'c caller#1',
      'd caller#1',
      'e caller#1',
      'f caller#1',
      'g caller#1',
    ]);
  });

  it('gives each handler random numbers of its own', async () => {
    const drawn: string[] = [];
    const server: Handle = async (handler) => void drawn.push(handler.random.uuid());
    await play(
      { server },
      {
        async caller(transport) {
          for (let left = 5; left > 0; left -= 1) await transport.call('draw', null);
        },
      },
    );
    expect(new Set(drawn).size).toBe(5);
  });
});

describe('requests and answers', () => {
  it('share nothing: changing a request after the call, or an answer after it was given, changes nothing', async () => {
    const seen: unknown[] = [];
    const answer = { list: [1] };
    await play(
      {
        async server(_handler, _operation, request) {
          seen.push(structuredClone(request));
          (request as { list: number[] }).list.push(99);
          return answer;
        },
      },
      {
        async caller(transport, actor) {
          const request = { list: [1, 2] };
          const calling = actor.start('call', () => transport.call('send', request));
          await actor.settled();
          request.list.push(3);
          const given = (await calling.join()) as { list: number[] };
          seen.push(structuredClone(given), [...request.list]);
          given.list.push(4);
          await transport.call('send', request);
        },
      },
    );
    expect(seen).toEqual([{ list: [1, 2] }, { list: [1] }, [1, 2, 3], { list: [1, 2, 3] }]);
    expect(answer).toEqual({ list: [1] });
  });

  it('does not see what a handler changes in its answer later', async () => {
    const given: unknown[] = [];
    await play(
      {
        async server(handler) {
          const answer = { text: 'before' };
          handler.start('later', async () => {
            await handler.step(step('later'));
            answer.text = 'after';
          });
          return answer;
        },
      },
      {
        async caller(transport) {
          given.push(await transport.call('ask', null));
        },
      },
      {
        choose: ({ options }) =>
          Math.max(
            0,
            options.findIndex(({ label }) => label === 'later'),
          ),
      },
    );
    expect(given).toEqual([{ text: 'before' }]);
  });

  it('are JSON', async () => {
    const given: unknown[] = [];
    await play(
      { echo },
      {
        async caller(transport) {
          given.push(
            await transport.call('echo', {
              at: new Date(0),
              nothing: undefined,
              list: [undefined],
              text: '日本 \u2028',
            }),
          );
        },
      },
    );
    const request = { at: '1970-01-01T00:00:00.000Z', list: [null], text: '日本 \u2028' };
    expect(given).toEqual([{ operation: 'echo', request }]);
  });

  it('are null where a handler answers nothing', async () => {
    const given: unknown[] = [];
    await play(
      { server: () => Promise.resolve(undefined) },
      {
        async caller(transport) {
          given.push(await transport.call('tell', {}));
        },
      },
    );
    expect(given).toEqual([null]);
  });
});

describe('an error of a handler', () => {
  it('comes back as that error, and is no failure of the handler', async () => {
    const error = new EngineError('NOT_FOUND', 'w1', 'there is no workflow w1');
    let caught: unknown;
    const run = await play(
      { server: () => Promise.reject(error) },
      {
        async caller(transport) {
          caught = await transport.call('getEvents', {}).catch((thrown: unknown) => thrown);
        },
      },
    );
    expect(caught).toBe(error);
    expect(run.failures).toEqual([]);
    expect(run.trace.steps.at(-1)?.detail).toEqual({
      kind: 'answer',
      operation: 'getEvents',
      handler: 'server/getEvents caller#1',
      response: { error: 'EngineError: there is no workflow w1' },
    });
  });

  it('comes back, too, when the answer cannot be written as JSON', async () => {
    let caught: unknown;
    await play(
      { server: () => Promise.resolve({ large: 1n }) },
      {
        async caller(transport) {
          caught = await transport.call('count', {}).catch((thrown: unknown) => thrown);
        },
      },
    );
    expect(caught).toBeInstanceOf(TypeError);
  });
});

it('has what was asked and answered in the trace’s hash', async () => {
  const hashOf = async (server: Handle, operation: string, request: unknown): Promise<string> => {
    const run = await play(
      { server },
      { caller: async (transport) => void (await transport.call(operation, request).catch(() => 0)) },
    );
    return run.trace.hash();
  };
  const failing =
    (message: string): Handle =>
    () =>
      Promise.reject(new Error(message));
  const hashes = [
    await hashOf(echo, 'a', 1),
    await hashOf(echo, 'b', 1),
    await hashOf(echo, 'a', 2),
    await hashOf(async () => 1, 'a', 1),
    await hashOf(async () => 2, 'a', 1),
    await hashOf(failing('x'), 'a', 1),
    await hashOf(failing('y'), 'a', 1),
  ];
  expect(new Set(hashes).size).toBe(hashes.length);
  expect(await hashOf(echo, 'a', 1)).toBe(hashes[0]);
});

it('needs a server', async () => {
  const running = play({}, { caller: async (transport) => void (await transport.call('a', 1)) });
  await expect(running).rejects.toThrow('a network without servers');
});
