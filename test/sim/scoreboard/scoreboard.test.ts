import { describe, expect, it } from 'vitest';
import { PLANTABLE, recorder } from '../../../models/mutant/index.ts';
import { detect } from '../../../sim/campaign/index.ts';
import { SCENARIOS } from '../../../sim/scenario/index.ts';
import type { Planted } from '../../../models/defect/index.ts';
import { type Effort, scoreOf } from '../../../sim/scoreboard/index.ts';
import { strategyNamed } from '../../../sim/strategy/index.ts';
import { noSignal, random, sharedTarget } from '../../support/campaigns.ts';

const target = sharedTarget();

function planted(name: string): Planted {
  const found = PLANTABLE.find((each) => each.name === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
}

function effort(names: readonly string[], overrides: Partial<Effort> = {}): Effort {
  const strategies = names.map((name) => {
    const strategy = strategyNamed(name);
    if (!strategy) throw new Error(`there is no strategy ${name}`);
    return strategy;
  });
  return {
    strategies,
    trials: 3,
    mostRuns: 300,
    seed: 'test',
    signal: noSignal,
    recordings: [],
    ...overrides,
  };
}

describe('the score of a defect', () => {
  it('tells how soon each strategy found it, which law broke, and how small it becomes', async () => {
    const plan = effort(['portfolio', 'random'], { shrinkMs: 2_000 });
    const score = await scoreOf(target, planted('sequence-from-row'), plan);
    expect(score).toMatchObject({ verdict: 'killed', law: 'exactly-once' });
    expect(score?.strategies.map(({ strategy, trials, found }) => [strategy, trials, found])).toEqual([
      ['portfolio', 3, 3],
      ['random', 3, 3],
    ]);
    for (const { runs } of score?.strategies ?? []) {
      expect(runs.low).toBeGreaterThanOrEqual(1);
      expect(runs.high).toBeLessThanOrEqual(300);
    }
    const shrunk = score?.verdict === 'killed' ? score.shrunk : undefined;
    expect(shrunk?.run.violations[0]?.law.name).toBe('exactly-once');
  });

  it('is the same for the same seed', async () => {
    const runs = async (seed: string): Promise<unknown> => {
      const score = await scoreOf(target, planted('unlocked-completion'), effort(['random'], { seed }));
      return score?.strategies.map((each) => each.runs);
    };
    expect(await runs('1')).toEqual(await runs('1'));
  });

  it('is that it survived, after one campaign in vain, where nothing is broken', async () => {
    const sound: Planted = { name: 'sound', summary: 'nothing at all is wrong' };
    const score = await scoreOf(target, sound, effort(['random'], { mostRuns: 5 }));
    expect(score).toMatchObject({ verdict: 'survived', strategies: [{ trials: 1, found: 0 }] });
    expect(score?.strategies[0]?.runs.median).toBe(Number.POSITIVE_INFINITY);
  });

  it('names the scenario that broke the law, of a mutant one that sends what is wrong with it', async () => {
    const { planted: defect, seen } = recorder();
    const scenarios = SCENARIOS.filter(({ name }) => name === 'fan-out');
    const plan = effort(['random'], { trials: 1 });
    const { steps } = await detect(target, { defect, scenarios }, { ...plan, strategy: random, mostRuns: 2 });
    const recordings = scenarios.map((scenario) => ({ scenario, seen, steps }));
    const mutant = planted('no-lock:complete-task:lock-workflow-of-task');
    expect(await scoreOf(target, mutant, { ...plan, recordings })).toMatchObject({
      verdict: 'killed',
      scenario: 'fan-out',
      strategies: [{ trials: 1, found: 1 }],
    });
  });

  it('is that it was not reached, without a run, of a mutant of what no scenario sends', async () => {
    const score = await scoreOf(target, planted('no-lock:claim-workflow'), effort(['random']));
    expect(score).toMatchObject({ verdict: 'unreached', strategies: [] });
  });

  it('is an argument where nothing can be broken, without a run', async () => {
    const score = await scoreOf(target, planted('no-guard:untold-end:parent_told'), effort(['random']));
    expect(score).toMatchObject({ verdict: 'equivalent', strategies: [] });
    expect(score?.verdict === 'equivalent' && score.argument.length).toBeGreaterThan(50);
  });

  it('is not told of a search that was interrupted', async () => {
    const score = await scoreOf(
      target,
      planted('five-retries'),
      effort(['random'], { signal: AbortSignal.abort() }),
    );
    expect(score).toBeUndefined();
  });
});
