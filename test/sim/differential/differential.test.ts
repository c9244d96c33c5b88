import { describe, expect, it } from 'vitest';
import { differential, type DifferentialPlan } from '../../../sim/differential/index.ts';
import { hold } from '../../../sim/differential/outcome.ts';
import { isRefusal, type Execution, type Target } from '../../../sim/target/index.ts';
import { noSignal, random, seeds } from '../../support/campaigns.ts';
import { altered, raceOf, targetOfRaces } from '../../support/races.ts';

const lostUpdate = raceOf('lost-update');

/** A deposit that the caller is told of wrongly. */
function miscounted(execution: Execution, text: string): Execution {
  const { answer } = execution;
  if (isRefusal(answer) || !text.startsWith('update')) return execution;
  return { ...execution, answer: { ...answer, count: 7 } };
}

describe('the same race and seed', () => {
  const target = targetOfRaces();

  function plan(other: Target, overrides: Partial<DifferentialPlan> = {}): DifferentialPlan {
    return {
      targets: [target, other],
      races: [lostUpdate],
      strategy: random,
      seeds: seeds(4),
      budgetMs: undefined,
      bail: undefined,
      ...overrides,
    };
  }

  it('come to the same on a target, time and again', async () => {
    for (const name of ['lost-update', 'medley', 'transfers']) {
      const first = await hold(target, raceOf(name), 'seed', random);
      expect(await hold(target, raceOf(name), 'seed', random)).toEqual(first);
      expect((await hold(target, raceOf(name), 'other', random)).hash).not.toBe(first.hash);
    }
  });

  it('are equal on targets that do the same', async () => {
    const result = await differential(plan(altered(target, {})), {}, noSignal);
    expect(result).toMatchObject({ runs: 4, differentRuns: 0, needlesslyAnnounced: 0, findings: [] });
  });

  it('take turns, if there are several', async () => {
    const races = [lostUpdate, raceOf('phantom')] as const;
    const held: string[] = [];
    const other = altered(target, {
      inspect: (text) => {
        held.push(text.includes('account') ? 'lost-update' : 'phantom');
        return target.inspect(text);
      },
    });
    await differential(plan(other, { races }), {}, noSignal);
    expect(held).toEqual(['lost-update', 'phantom', 'lost-update', 'phantom']);
  });

  it('differ silently where an answer does, each kind told once and counted', async () => {
    const told: string[] = [];
    const result = await differential(
      plan(altered(target, {}, miscounted)),
      { onFinding: ({ signature }) => told.push(signature) },
      noSignal,
    );
    expect(result.differentRuns).toBe(4);
    expect(result.findings).toMatchObject([{ kind: 'silent', count: 4 }]);
    expect(told).toEqual([
      "lost-update on pglite and altered, silent: 1 rows and 7 rows for update account set balance = $1 where id = 'alice'",
    ]);
  });

  it('differ in what is left', async () => {
    const { findings } = await differential(plan(altered(target, { inspect: () => [] })), {}, noSignal);
    expect(findings).toMatchObject([{ kind: 'silent', difference: { shape: 'other rows are left' } }]);
  });

  it('differ as announced, where a target says so', async () => {
    const other = altered(target, { divergences: () => ['it waited'] }, miscounted);
    const { findings } = await differential(plan(other), {}, noSignal);
    expect(findings).toMatchObject([
      { kind: 'announced', difference: { other: { divergences: ['it waited'] } } },
    ]);
  });

  it('may be announced as different, and be equal', async () => {
    const other = altered(target, { divergences: () => ['it waited'] });
    const result = await differential(plan(other), {}, noSignal);
    expect(result).toMatchObject({ differentRuns: 0, needlesslyAnnounced: 4 });
  });

  it('differ unsteadily on a target that is not a function of them', async () => {
    let resets = 0;
    const other = altered(
      target,
      {
        reset: (world) => {
          resets += 1;
          target.reset(world);
        },
      },
      (execution, text) => (resets % 2 === 1 ? miscounted(execution, text) : execution),
    );
    const { findings } = await differential(plan(other, { seeds: ['0'] }), {}, noSignal);
    expect(findings).toMatchObject([{ kind: 'unsteady' }]);
  });

  it('are held until enough differ', async () => {
    const result = await differential(plan(altered(target, {}, miscounted), { bail: 2 }), {}, noSignal);
    expect(result).toMatchObject({ runs: 2, differentRuns: 2 });
  });

  it('are held until it is interrupted', async () => {
    const interruption = new AbortController();
    const result = await differential(
      plan(altered(target, {})),
      { onRun: () => interruption.abort() },
      interruption.signal,
    );
    expect(result).toMatchObject({ runs: 1, isInterrupted: true });
  });
});
