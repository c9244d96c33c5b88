import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type Detour, Schedule, scheduleOf, schedules } from '../../../sim/fast-check/index.ts';
import { type ActorBody, SimulationFailedError } from '../../../sim/simulate/index.ts';
import { PGliteTarget } from '../../../sim/target/index.ts';
import { decision, option, play, step } from '../../support/simulations.ts';

const schema = 'create table counter (id int primary key, value int not null)';

/** Reads a counter, then writes it. */
const count: ActorBody<unknown> = async ({ pool }) => {
  const { rows } = await pool.query('select value from counter');
  await pool.query('update counter set value = $1', [rows[0].value + 1]);
};

const countTogether: ActorBody<void> = async ({ pool, actors }) => {
  await pool.query('insert into counter values (1, 0)');
  await actors({ alice: count, bob: count, carol: count });
  const { rows } = await pool.query('select value from counter');
  expect(rows).toEqual([{ value: 3 }]);
};

const lostUpdate = fc.asyncProperty(schedules(), (schedule) => schedule.run({ schema }, countTogether));

async function failing<Values>(
  property: fc.IAsyncProperty<Values>,
  parameters: fc.Parameters<Values> = {},
): Promise<fc.RunDetailsFailureProperty<Values>> {
  const details = await fc.check(property, parameters);
  if (!details.failed || details.counterexample === null) throw new Error('it does not fail');
  return details as fc.RunDetailsFailureProperty<Values>; // it failed, and has a counterexample
}

describe('a schedule', () => {
  it('takes the dullest option everywhere but at its detours', () => {
    const options = [option('a'), option('b'), option('c'), option('clock', 'time', { isTime: true })];
    const chosen = (detours: readonly Detour[]): number =>
      scheduleOf(detours).chooser().choose(decision(options));
    expect(chosen([])).toBe(0);
    expect([1, 2, 3, 4].map((take) => chosen([{ at: 0, take }]))).toEqual([1, 2, 1, 2]);
    expect(chosen([{ at: 0, take: 'time' }])).toBe(3);
    expect(chosen([{ at: 1, take: 1 }])).toBe(0);
  });

  it('counts decisions between two steps or more, and has no say in faults', () => {
    const chooser = scheduleOf([{ at: 1, take: 1 }]).chooser();
    const fault = option('a', 'x', { fault: 'deadlock' });
    const alone = { ...decision([option('a'), fault]), plain: 1 };
    const both = { ...decision([option('a'), option('b'), fault]), plain: 2 };
    expect([both, alone, alone, both, both].map((each) => chooser.choose(each))).toEqual([0, 0, 0, 1, 0]);
  });

  it('is the schedule of any run', () =>
    fc.assert(
      fc.asyncProperty(schedules(), async (schedule) => {
        const bodies = ['a', 'b', 'c'].map((name) => [
          name,
          async (actor: Parameters<Parameters<typeof play>[0][string]>[0]) => {
            await actor.step(step('1'));
            await actor.sleep(5);
            await actor.step(step('2'));
          },
        ]);
        const { end, trace } = await play(Object.fromEntries(bodies), { chooser: schedule.chooser() });
        const { trace: again } = await play(Object.fromEntries(bodies), { chooser: schedule.chooser() });
        expect(end).toBe('finished');
        expect(again.hash()).toBe(trace.hash());
      }),
    ));

  it.each([[{ at: -1, take: 1 }], [{ at: 0, take: 0 }], [{ at: 0.5, take: 1 }]])(
    'has no detour %j',
    (detour) => {
      expect(() => scheduleOf([detour])).toThrow(RangeError);
    },
  );
});

describe('a run under a schedule', () => {
  const nothing: ActorBody<void> = () => undefined;

  it('is made on a target that is booted, where it is given one', async () => {
    const target = await PGliteTarget.boot({ schema: [schema] });
    await scheduleOf([]).run({ target }, countTogether);
    await expect(scheduleOf([]).run({ target, schema }, nothing)).rejects.toThrow('cannot be given besides');
    await target.close();
  });

  it('comes after others of the same schema, and boots a database for each of several schemas', async () => {
    const schemas = [schema, `${schema}; create table other ()`, [schema], [schema, 'create table third ()']];
    await Promise.all(
      [...schemas, ...schemas].map((each) => scheduleOf([]).run({ schema: each }, countTogether)),
    );
  });

  it('needs a schema that the database takes', async () => {
    await expect(scheduleOf([]).run({}, nothing)).rejects.toThrow('schema is missing');
    await expect(scheduleOf([]).run({ schema: 'create tabel x ()' }, nothing)).rejects.toThrow(
      /^schema: syntax/,
    );
  });
});

describe('schedules()', () => {
  it('finds a lost update, and shrinks it to the one detour that it takes', async () => {
    for (const seed of [1, 2, 3]) {
      const { counterexample, errorInstance } = await failing(lostUpdate, { seed });
      const [{ detours }] = counterexample;
      expect(detours).toEqual([{ at: expect.any(Number), take: 1 }]);
      expect(detours[0]?.at).toBeLessThan(4); // the first one's, or the second one's
      expect(errorInstance).toBeInstanceOf(SimulationFailedError);
    }
  });

  it('fails again at once with the seed and the path of a report', async () => {
    const { seed, counterexample, counterexamplePath: path } = await failing(lostUpdate, { seed: 7 });
    const again = await failing(lostUpdate, { seed, path: path ?? '', endOnFailure: true });
    expect(again.numRuns).toBe(1);
    expect(String(again.counterexample?.[0])).toBe(String(counterexample?.[0]));
  });

  it('is told so that it can be pasted, with the interleaving and a token', async () => {
    const report = await fc.assert(lostUpdate, { seed: 1, verbose: fc.VerbosityLevel.VeryVerbose }).then(
      () => '',
      (error: unknown) => `${String(error)}${String(error instanceof Error && error.cause)}`,
    );
    expect(report).toMatch(/Counterexample: \[scheduleOf\(\[\{ at: \d, take: 1 \}\]\)\]/);
    expect(report).toMatch(/│ update counter set/);
    expect(report).toMatch(/SKEIN_REPLAY=sk1_/);
  });

  it('does the run of a token again, whatever is drawn, where SKEIN_REPLAY asks for it', async () => {
    const found = (await failing(lostUpdate, { seed: 1 })).errorInstance;
    if (!(found instanceof SimulationFailedError)) throw new Error('it failed otherwise');
    vi.stubEnv('SKEIN_REPLAY', found.failure.token);
    const dullest = scheduleOf([]);
    await expect(dullest.run({ schema }, countTogether)).rejects.toThrow('replayed: the same trace');
    await dullest.run({ schema, name: 'another one' }, countTogether);
    vi.unstubAllEnvs();
    await dullest.run({ schema }, countTogether);
  });

  it('takes examples, and shrinks them', async () => {
    const detours = [1, 2, 3, 5, 8].map((at) => ({ at, take: 2 }));
    const details = await failing(lostUpdate, { numRuns: 1, examples: [[scheduleOf(detours)]] });
    expect(details.counterexamplePath?.split(':')[0]).toBe('0');
    expect((details.counterexample[0] as Schedule).detours).toHaveLength(1);
  });

  it('shrinks a schedule to others that are strictly simpler, and to none for ever', () => {
    const weight = ({ detours }: Schedule): number =>
      detours.reduce((sum, { at, take }) => sum + 1e6 + at * 1e3 + (take === 'time' ? 900 : take), 0);
    const arbitrary = schedules();
    const values = fc.sample(arbitrary, { numRuns: 40, seed: 3 });
    for (const value of values) {
      for (const { value: simpler } of arbitrary.shrink(value, undefined)) {
        expect(simpler).toBeInstanceOf(Schedule);
        expect(weight(simpler)).toBeLessThan(weight(value));
      }
    }
  });

  it('is drawn from the randomness of fast-check alone', () => {
    const drawn = (seed: number): readonly string[] =>
      fc.sample(schedules(), { seed, numRuns: 20 }).map(String);
    expect(drawn(1)).toEqual(drawn(1));
    expect(drawn(1)).not.toEqual(drawn(2));
  });

  it.each([0, 1.5, -1])('refuses %d decisions', (decisions) => {
    expect(() => schedules({ decisions })).toThrow(RangeError);
  });
});
