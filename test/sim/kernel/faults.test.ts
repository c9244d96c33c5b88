import { describe, expect, it } from 'vitest';
import {
  type Decision,
  EPOCH,
  keyOf,
  type Nemesis,
  RandomRoot,
  Simulation,
} from '../../../sim/kernel/index.ts';
import { choosing, dullest, option, step } from '../../support/simulations.ts';

function simulation(overrides: Partial<ConstructorParameters<typeof Simulation>[0]> = {}): Simulation {
  return new Simulation({ random: new RandomRoot('seed'), chooser: dullest, ...overrides });
}

describe('an actor that is killed', () => {
  it('never goes on, and lets go of what it holds, in order', async () => {
    const run = simulation();
    const log: string[] = [];
    run.spawn('victim', async (actor) => {
      actor.holds(() => log.push('first'));
      const forget = actor.holds(() => log.push('never'));
      actor.holds(() => log.push('second'));
      forget();
      await actor.step(step('one'));
      log.push('went on');
    });
    run.spawn('killer', async (actor) => {
      run.kill('victim');
      await actor.step(step('two'));
    });
    const { end, trace, failures } = await run.run();
    expect(end).toBe('finished');
    expect(failures).toEqual([]);
    expect(log).toEqual(['first', 'second']);
    expect(trace.steps.map(({ actor }) => actor)).toEqual(['killer']);
  });

  it('takes all its activities, alarms and sleeps along', async () => {
    const run = simulation();
    const log: string[] = [];
    run.spawn('victim', async (actor) => {
      const fiber = actor.start('part', async () => {
        await actor.sleep(10);
        log.push('part');
      });
      setTimeout(() => log.push('timer'), 5);
      await fiber.join();
      log.push('whole');
    });
    run.spawn('killer', async (actor) => {
      await actor.step(step('kill', () => run.kill('victim')));
      await actor.sleep(100);
    });
    const { end } = await run.run();
    expect(end).toBe('finished');
    expect(log).toEqual([]);
  });

  it('may be nobody', async () => {
    const run = simulation();
    run.kill('nobody');
    expect((await run.run()).end).toBe('finished');
  });
});

describe('time', () => {
  it('jumps past several timers, which all go off', async () => {
    const run = simulation();
    const log: number[] = [];
    for (const ms of [10, 20, 500]) {
      run.spawn(`sleeper ${ms}`, async (actor) => {
        await actor.sleep(ms);
        log.push(ms, actor.now() - EPOCH);
      });
    }
    run.spawn('jumper', async (actor) => {
      await actor.step(step('jump', () => void run.jump(300)));
    });
    await run.run();
    expect(log).toEqual([10, 300, 20, 300, 500, 500]);
  });

  it('is off by an actor’s own clock, for that actor alone', async () => {
    const run = simulation();
    const seen: number[] = [];
    run.spawn('a', async (actor) => {
      await actor.step(step('wait'));
      seen.push(actor.now() - EPOCH, Date.now() - EPOCH);
    });
    run.spawn('b', async (actor) => {
      await actor.step(step('wait'));
      seen.push(actor.now() - EPOCH);
    });
    run.skew('a', 61_000);
    await run.run();
    expect(seen).toEqual([61_000, 61_000, 0]);
  });
});

describe('faults', () => {
  const nemesis = (names: readonly string[], happened: string[] = []): Nemesis => ({
    allowed: () => new Set(happened.length === 0 ? names : []),
    blows: () => [
      { fault: 'blow', label: 'it rains', perform: () => ({ detail: { kind: 'blow' }, evidence: ['rain'] }) },
    ],
    happened: (name) => happened.push(name),
  });
  const fragile = {
    ...step('work'),
    mishaps: () => [
      {
        fault: 'mishap',
        perform: () => ({
          outcome: { error: new Error('broken') },
          detail: { kind: 'test' },
          evidence: ['broken'],
        }),
      },
    ],
  };

  it('come behind all other options, those of steps first', async () => {
    const decisions: Decision[] = [];
    const run = simulation({
      nemesis: nemesis(['mishap', 'blow']),
      chooser: {
        choose(decision) {
          decisions.push({
            ...decision,
            options: decision.options.map((each) =>
              option(each.actorName, each.label, each.fault === undefined ? {} : { fault: each.fault }),
            ),
          });
          return 0;
        },
      },
    });
    run.spawn('a', async (actor) => {
      await actor.step(fragile);
    });
    run.spawn('b', (actor) => actor.sleep(5));
    await run.run();
    const [first] = decisions;
    expect(first?.plain).toBe(2);
    expect(first?.options.map(({ actorName, label, fault }) => [actorName, label, fault])).toEqual([
      ['a', 'work', undefined],
      ['clock', 'time passes', undefined],
      ['a', 'work', 'mishap'],
      ['nemesis', 'it rains', 'blow'],
    ]);
  });

  it('happen in place of their step, are counted, and are in the trace and its hash', async () => {
    const play = async (index: number) => {
      const happened: string[] = [];
      const run = simulation({ nemesis: nemesis(['mishap'], happened), chooser: { choose: () => index } });
      let told = '';
      run.spawn('a', async (actor) => {
        told = await actor.step(fragile).catch(String);
      });
      const end = await run.run();
      return { told, happened, faults: end.faults, hash: end.trace.hash(), steps: end.trace.steps };
    };
    const [calm, broken] = [await play(0), await play(1)];
    expect(calm).toMatchObject({ told: 'work', happened: [], faults: new Map() });
    expect(broken).toMatchObject({ told: 'Error: broken', happened: ['mishap'] });
    expect(broken.faults).toEqual(new Map([['mishap', 1]]));
    expect(broken.steps.map(({ fault }) => fault)).toEqual(['mishap']);
    expect(broken.hash).not.toBe(calm.hash);
  });

  it('do not happen in the healing phase', async () => {
    const limits = { chaosSteps: 0, chaosMs: 0, healingSteps: 10, healingMs: 10 };
    const chooser = choosing();
    const run = simulation({ nemesis: nemesis(['mishap', 'blow']), chooser, limits });
    run.spawn('a', async (actor) => {
      await actor.step(fragile);
    });
    expect((await run.run()).end).toBe('finished');
    expect(chooser.decisions).toEqual([]);
  });

  it('have keys of their own', () => {
    expect(keyOf(option('a', 'work', { occurrence: 2 }))).toBe('["a","work",2]');
    expect(keyOf(option('a', 'work', { occurrence: 2, fault: 'mishap' }))).toBe('["a","work",2,"mishap"]');
  });

  it('tell the chooser of every step, of those without a choice, too', async () => {
    const seen: string[] = [];
    const run = simulation({ chooser: { choose: () => 0, willStep: ({ label }) => void seen.push(label) } });
    run.spawn('a', async (actor) => {
      await actor.step(step('one'));
      await actor.sleep(1);
      await actor.step(step('two'));
    });
    await run.run();
    expect(seen).toEqual(['one', 'time passes', 'two']);
  });
});
