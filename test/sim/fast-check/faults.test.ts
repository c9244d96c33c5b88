import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faults, faultsOf, PlannedFaults, Schedule, schedules } from '../../../sim/fast-check/index.ts';
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
  await again(() => pool.query(`insert into account values ('a', 0) on conflict do nothing`));
  await actors({ alice: credit, bob: credit });
  const { rows } = await again(() => pool.query('select balance from account'));
  expect(rows).toEqual([{ balance: 20 }]);
};

describe('planned faults', () => {
  const deadlock = option('a', 'x', { fault: 'deadlock' });
  const others = [option('b', 'y', { fault: 'deadlock' }), option('b', 'y', { fault: 'read-error' })];
  const both = { ...decision([option('a'), option('b'), deadlock, ...others]), plain: 2 };

  it('happen once, after so many decisions at which they could, to whom they are for', () => {
    const planned = faultsOf([
      { fault: 'deadlock', after: 1, whom: 0 },
      { fault: 'deadlock', after: 2, whom: 1 },
    ]);
    const chooser = planned.chooser({ choose: () => 1 });
    expect([1, 2, 3, 4].map(() => chooser.choose(both))).toEqual([1, 2, 3, 1]);
    expect(planned.scope).toEqual({ names: ['deadlock'], most: 2 });
  });

  it('that a run has no place for do not happen', () => {
    const chooser = faultsOf([{ fault: 'clock-jump', after: 0, whom: 0 }]).chooser({ choose: () => 1 });
    expect(chooser.choose(both)).toBe(1);
    expect(chooser.choose({ ...decision([option('a'), deadlock]), plain: 1 })).toBe(0);
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
    expect((schedule as Schedule).detours).toEqual([]);
    expect((planned as PlannedFaults).faults).toMatchObject([{ fault: 'lost-commit', whom: 0 }]);
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
