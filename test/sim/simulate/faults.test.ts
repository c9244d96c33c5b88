import { expect, describe, it } from 'vitest';
import { decodeToken } from '../../../sim/campaign/index.ts';
import { SESSION_FAULTS } from '../../../sim/fault/index.ts';
import { failureText } from '../../../reports/index.ts';
import { type ActorBody, simulate, SimulateOptionsError } from '../../../sim/simulate/index.ts';
import { bootedTarget, failureOf } from '../../support/own-code.ts';

const target = bootedTarget('create table account (balance int not null)');

/** Tries again whatever goes wrong: right after a refusal, wrong after a commit that nobody was told of. */
const credit: ActorBody<void> = async ({ pool, actor }) => {
  await pool.query('insert into account values (0)');
  await actor('app', () => again(() => pool.query('update account set balance = balance + 10')));
  const { rows } = await pool.query('select sum(balance)::int from account');
  expect(rows).toEqual([{ sum: 10 }]);
};

async function again<Result>(make: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await make();
    } catch {
      // once more
    }
  }
}

describe('faults of a simulation', () => {
  it('do not happen unless they are asked for', async () => {
    const { failures, runs } = await simulate({ target: target(), runs: 20 }, credit);
    expect([runs, failures]).toEqual([20, []]);
  });

  it('happen to statements, and a run that they fail is told with them', async () => {
    const result = await simulate({ target: target(), runs: 500, faults: ['lost-commit'] }, credit);
    const failure = failureOf(result);
    expect(failure.run.faults.get('lost-commit')).toBeGreaterThan(0);
    expect(failureText(result, failure)).toContain('done, then lost (fault: lost-commit)');
  });

  it('happen to nobody before the first actor begins and after the last has ended', async () => {
    const options = { target: target(), runs: 100, faults: SESSION_FAULTS, bail: Infinity } as const;
    const { failures } = await simulate(options, async ({ pool, actor }) => {
      await pool.query('insert into account values (0)');
      await actor('app', () => pool.query('update account set balance = 1')).catch(() => undefined);
      await pool.query('select * from account');
      throw new Error('look');
    });
    expect(failures.some(({ run }) => run.faults.size > 0)).toBe(true);
    expect(new Set(failures.map(({ actor }) => actor))).toEqual(new Set(['main', 'app']));
    for (const { run } of failures) {
      const struck = run.trace.steps.filter(({ fault }) => fault !== undefined);
      expect(new Set(struck.map(({ actor }) => actor)).has('main')).toBe(false);
    }
  });

  it('are replayed by the token', async () => {
    const options = { target: target(), name: 'credit' } as const;
    const found = failureOf(await simulate({ ...options, runs: 500, faults: ['lost-commit'] }, credit));
    expect(decodeToken(found.token).faults).toMatchObject({ names: ['lost-commit'] });
    const again = await simulate({ ...options, replay: found.token }, credit);
    expect(again.replayed).toEqual({ isSame: true });
    expect(failureOf(again).run.hash).toBe(found.run.hash);
  });

  it('of a swarm are of several kinds, and differ from run to run', async () => {
    const options = { target: target(), runs: 40, faults: 'swarm', bail: Infinity } as const;
    const { failures } = await simulate(options, () => {
      throw new Error('look');
    });
    const kinds = new Set(failures.flatMap(({ run }) => run.scope?.names ?? []));
    expect(kinds).toEqual(new Set(SESSION_FAULTS));
    expect(failures.some(({ run }) => run.scope === undefined)).toBe(true);
  });

  it.each([[['crash-server']], [['nonsense']], ['nonsense']])('%j is refused in one line', async (faults) => {
    const options = { target: target(), faults: faults as unknown as 'none' };
    await expect(simulate(options, credit)).rejects.toThrow(SimulateOptionsError);
    await expect(simulate(options, credit)).rejects.toThrow(/^unknown fault ".*": known: none, swarm, or/);
  });
});
