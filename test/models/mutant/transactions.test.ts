import { beforeAll, describe, expect, it } from 'vitest';
import { recorder, type Seen, STATEMENTS, TRANSACTIONS } from '../../../models/mutant/index.ts';
import { BEHAVIOUR_SCENARIOS } from '../../../sim/behaviour/index.ts';
import { run } from '../../../sim/campaign/index.ts';
import { SCENARIOS } from '../../../sim/scenario/index.ts';
import { randomly } from '../../support/scenario-runs.ts';
import { sharedTarget } from '../../support/targets.ts';

const target = sharedTarget();

/** Statements that no scenario executes, and that matter. */
const HOLES: readonly string[] = [];

/** What every scenario sends in a few runs. */
let seen: Seen;

beforeAll(async () => {
  const { planted, seen: all } = recorder();
  for (const scenario of [...SCENARIOS, ...BEHAVIOUR_SCENARIOS]) {
    for (const seed of ['1', '2']) {
      await run(target(), { scenario, size: scenario.size, seed, defect: planted }, randomly);
    }
  }
  seen = all;
}, 240_000);

describe('while every scenario runs', () => {
  it('nothing is sent that is not known', () => {
    expect([...seen.unknown]).toEqual([]);
  });

  it('no two statements follow each other in a transaction that were not recorded', () => {
    const strange = [...seen.neighbours].flatMap(([operation, pairs]) =>
      [...pairs.keys()]
        .filter((pair) => !TRANSACTIONS[operation]?.includes(pair))
        .map((pair) => `${operation}: ${pair}`),
    );
    expect(strange).toEqual([]);
  });

  it('every statement is executed that matters', () => {
    const executed = new Set([...seen.statements.values()].flatMap((names) => [...names.keys()]));
    const never = STATEMENTS.filter(({ name, outside }) => outside === undefined && !executed.has(name));
    expect(never.map(({ name }) => name)).toEqual(HOLES);
  });

  it('recording changes nothing: a run is the same without', async () => {
    const [scenario] = SCENARIOS;
    if (!scenario) throw new Error('there is no scenario');
    const plan = { scenario, size: scenario.size, seed: '1' };
    const watched = await run(target(), { ...plan, defect: recorder().planted }, randomly);
    expect(watched.hash).toBe((await run(target(), { ...plan, defect: undefined }, randomly)).hash);
  });
});
