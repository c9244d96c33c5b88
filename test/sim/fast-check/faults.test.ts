import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faults, faultsOf, schedules } from '../../../sim/fast-check/index.ts';
import { SESSION_FAULTS } from '../../../sim/fault/index.ts';
import type { ActorBody } from '../../../sim/simulate/index.ts';
import { decision, option } from '../../support/simulations.ts';

const schema = 'create table account (id text primary key, balance int not null)';

/** Tries again whatever goes wrong. */
async function again<Result>(make: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await make();
    } catch (error) {
      if (attempt === 5) throw error;
    }
  }
}

/** Adds to an account, and does it again where it failed: twice, if the commit had come to the database. */
const credit: ActorBody<void> = async ({ pool }) => {
  await again(async () => {
    const client = await pool.connect();
    client.on('error', () => undefined);
    try {
      await client.query('begin');
      await client.query(`update account set balance = balance + 10 where id = 'a'`);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  });
};

const creditTwice: ActorBody<void> = async ({ pool, actors }) => {
  await pool.query(`insert into account values ('a', 0)`);
  await actors({ alice: credit, bob: credit });
  const { rows } = await pool.query('select balance from account');
  expect(rows).toEqual([{ balance: 20 }]);
};

describe('planned faults', () => {
  const steps = [option('a', 'x', { request: 1 }), option('b', 'y', { request: 2 })];
  const ofSteps = [
    option('a', 'x', { request: 1, fault: 'deadlock' }),
    option('b', 'y', { request: 2, fault: 'deadlock' }),
    option('b', 'y', { request: 2, fault: 'read-error' }),
  ];
  const crashes = ['worker-1', 'worker-2'].map((label) =>
    option('nemesis', label, { request: -1, fault: 'crash-worker' }),
  );
  const both = { ...decision([...steps, ...ofSteps, ...crashes]), plain: 2 };

  it('happen once, to a step that is about to be taken, after as many that they could have happened to', () => {
    const planned = faultsOf([
      { fault: 'deadlock', after: 1, whom: 7 },
      { fault: 'deadlock', after: 3, whom: 0 },
    ]);
    const order = [0, 1, 1, 0, 0];
    const chooser = planned.chooser({ choose: () => order.shift() ?? 0 });
    expect([1, 2, 3, 4, 5].map(() => chooser.choose(both))).toEqual([0, 3, 1, 2, 0]);
    expect(planned.scope).toEqual({ names: ['deadlock'], most: 2 });
  });

  it("that happen to nobody's step happen to whom they are for", () => {
    const chooser = faultsOf([{ fault: 'crash-worker', after: 1, whom: 3 }]).chooser({ choose: () => 1 });
    expect([chooser.choose(both), chooser.choose(both), chooser.choose(both)]).toEqual([1, 6, 1]);
  });

  it('that a run has no place for do not happen', () => {
    const chooser = faultsOf([{ fault: 'read-error', after: 0, whom: 0 }]).chooser({ choose: () => 0 });
    expect(chooser.choose(both)).toBe(0);
    const alone = { ...decision([steps[0], ofSteps[0]].filter((each) => each !== undefined)), plain: 1 };
    expect(chooser.choose(alone)).toBe(0);
  });

  it('that are none need nothing of a run', () => {
    expect(faultsOf([]).scope).toBeUndefined();
  });

  it('come after a whole number of decisions', () => {
    expect(() => faultsOf([{ fault: 'deadlock', after: -1, whom: 0 }])).toThrow(RangeError);
  });
});

describe('faults()', () => {
  it('shrinks to the one lost commit that has a retry apply twice what it does', async () => {
    const property = fc.asyncProperty(schedules(), faults(), (schedule, planned) =>
      schedule.run({ schema, faults: planned }, creditTwice),
    );
    const { counterexample, seed, counterexamplePath } = await fc.check(property, {
      seed: 1,
      numRuns: 2_000,
    });
    const [schedule, planned] = counterexample ?? [];
    expect(schedule?.detours).toEqual([]);
    expect(planned?.faults).toEqual([
      { fault: 'lost-commit', after: 1, whom: 0 }, // the first chance is the first BEGIN
    ]);
    const replayed = await fc.check(property, { seed, path: counterexamplePath ?? '', endOnFailure: true });
    expect([replayed.failed, replayed.numRuns]).toEqual([true, 1]);
    expect(fc.stringify(replayed.counterexample)).toBe(fc.stringify(counterexample));
  });

  it('leaves code alone that can take them', () =>
    fc.assert(
      fc.asyncProperty(
        schedules(),
        faults(SESSION_FAULTS.filter((name) => name !== 'lost-commit')),
        (schedule, planned) => schedule.run({ schema, faults: planned }, creditTwice),
      ),
      { numRuns: 100 },
    ));

  it('is told so that it can be pasted', () => {
    const planned = faultsOf([{ fault: 'lost-commit', after: 2, whom: 0 }]);
    expect(fc.stringify(planned)).toBe("faultsOf([{ fault: 'lost-commit', after: 2, whom: 0 }])");
  });

  it('draws no other faults than those that it is given, and no more of them', () => {
    const drawn = fc.sample(faults(['deadlock', 'clock-jump'], { most: 2 }), { numRuns: 200, seed: 1 });
    expect(new Set(drawn.flatMap(({ faults: all }) => all.map(({ fault }) => fault)))).toEqual(
      new Set(['deadlock', 'clock-jump']),
    );
    expect(new Set(drawn.map(({ faults: all }) => all.length))).toEqual(new Set([0, 1, 2]));
  });

  it('refuses what makes no sense in one line', () => {
    expect(() => faults(['nonsense' as 'deadlock'])).toThrow(/^unknown fault "nonsense": known: /);
    expect(() => faults([])).toThrow('one name at least');
    expect(() => faults(['deadlock'], { most: 0 })).toThrow('most takes a whole number from 1 on, not 0');
  });
});
