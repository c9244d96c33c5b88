import { describe, expect, it } from 'vitest';
import { type Actor, type Nemesis, RandomRoot, type RunEnd, Simulation } from '../../../sim/kernel/index.ts';
import { LostCallError, Network, secondOf, type Server } from '../../../sim/network/index.ts';
import { step } from '../../support/simulations.ts';

type Played = {
  readonly run: RunEnd;
  readonly outcomes: readonly string[];
  readonly handled: readonly string[];
};

/** A caller greets a server until it is answered, at most three times; what is wished for goes wrong, once. */
async function play(fault: string, label?: string): Promise<Played> {
  const outcomes: string[] = [];
  const handled: string[] = [];
  const random = new RandomRoot('seed');
  let left = 1;
  const nemesis: Nemesis = {
    allowed: () => new Set(left > 0 ? [fault] : []),
    blows: (allowed) =>
      [...network.blows(allowed)].map((blow) => ({
        fault: blow.fault,
        label: blow.label,
        perform: () => {
          blow.happen();
          return { detail: { kind: 'blow' }, evidence: [blow.label] };
        },
      })),
    happened: () => (left -= 1),
  };
  const simulation = new Simulation({
    random,
    nemesis,
    chooser: {
      choose({ options, plain }) {
        const wished = options.findIndex(
          (option) => option.fault === fault && (label === undefined || option.label === label),
        );
        return wished >= plain ? wished : 0;
      },
    },
  });
  const server: Server = {
    name: 'server',
    async handle(handler: Actor, operation) {
      await handler.step(step('work'));
      handled.push(handler.name);
      return `${operation} done`;
    },
  };
  const network = new Network(simulation, [server]);
  simulation.spawn('caller', async (actor) => {
    const transport = network.transport(actor);
    for (let tries = 0; tries < 3; tries += 1) {
      const outcome = await transport.call('greet', {}).catch((error: unknown) => error);
      if (outcome instanceof LostCallError) outcomes.push(outcome.message);
      else outcomes.push(`${String(outcome)} after ${actor.now() - 946_684_800_000} ms`);
      if (!(outcome instanceof LostCallError)) break;
      await actor.sleep(1_000);
    }
  });
  const run = await simulation.run();
  expect(run.end).toBe('finished');
  expect(run.failures).toEqual([]);
  expect(run.faults).toEqual(new Map([[fault, 1]]));
  return { run, outcomes, handled };
}

const FIRST = 'server/greet caller#1';

describe('a call', () => {
  it('that is dropped is not handled, and its caller is told so', async () => {
    const { outcomes, handled } = await play('dropped-call');
    expect(outcomes).toEqual(['greet: the request was lost', 'greet done after 1000 ms']);
    expect(handled).toEqual([FIRST]);
  });

  it('that is delayed is handled seconds later, and nobody is told', async () => {
    const { outcomes, handled } = await play('delayed-call');
    expect(outcomes).toEqual(['greet done after 8000 ms']);
    expect(handled).toEqual([FIRST]);
  });

  it('that comes twice is handled twice and answered once', async () => {
    const { outcomes, handled } = await play('duplicated-call');
    expect(outcomes).toEqual(['greet done after 0 ms']);
    expect(handled.toSorted()).toEqual([FIRST, secondOf(FIRST)]);
  });

  it('whose answer is lost was handled all the same', async () => {
    const { outcomes, handled } = await play('lost-answer');
    expect(outcomes).toEqual(['greet: the answer was lost', 'greet done after 1000 ms']);
    expect(handled).toEqual([FIRST, 'server/greet caller#2']);
  });

  it('that its caller gives up is handled to the end', async () => {
    const { outcomes, handled } = await play('abandoned-call');
    expect(outcomes).toEqual(['greet: the caller has hung up', 'greet done after 1000 ms']);
    expect(handled).toEqual([FIRST, 'server/greet caller#2']);
  });

  it('of a server that cannot be reached comes to nothing until it can', async () => {
    const { outcomes, handled } = await play('partition');
    expect(outcomes.slice(0, 3)).toEqual([
      'greet: server cannot be reached',
      'greet: server cannot be reached',
      'greet: server cannot be reached',
    ]);
    expect(handled).toEqual([]);
  });

  it('is in the trace with what went wrong', async () => {
    const { run } = await play('lost-answer');
    const wrong = run.trace.steps.filter(({ fault }) => fault !== undefined);
    expect(wrong.map(({ fault, detail }) => [fault, detail])).toEqual([
      [
        'lost-answer',
        {
          kind: 'answer',
          operation: 'greet',
          handler: FIRST,
          response: { error: 'LostCallError: greet: the answer was lost' },
          isLost: true,
        },
      ],
    ]);
  });
});

describe('a server that dies', () => {
  it('takes its handlers along, whose callers are told', async () => {
    const handled: string[] = [];
    const simulation = new Simulation({ random: new RandomRoot('seed'), chooser: { choose: () => 0 } });
    const network = new Network(simulation, [
      {
        name: 'server',
        async handle(handler) {
          await handler.step(step('work'));
          handled.push(handler.name);
        },
      },
    ]);
    let told: unknown;
    simulation.spawn('caller', async (actor) => {
      told = await network
        .transport(actor)
        .call('greet', {})
        .catch((error: unknown) => String(error));
    });
    simulation.spawn('fate', async (actor) => {
      await actor.step(step('wait'));
      expect(network.isBusy('server')).toBe(true);
      expect(network.crash('server')).toEqual([FIRST]);
      expect(network.isBusy('server')).toBe(false);
      await actor.step(step('look'));
    });
    const run = await simulation.run();
    expect(run.end).toBe('finished');
    expect(handled).toEqual([]);
    expect(told).toBe('LostCallError: greet: server has died');
  });
});
