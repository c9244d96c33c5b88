import { describe, expect, it } from 'vitest';
import { DEFECTS } from '../../../models/defect/index.ts';
import { EQUIVALENTS, INAPPLICABLE, MUTANTS, PLANTABLE, SHOWS } from '../../../models/mutant/index.ts';
import { detect, record, replay } from '../../../sim/campaign/index.ts';
import { SCENARIOS } from '../../../sim/scenario/index.ts';
import { STRATEGIES } from '../../../sim/strategy/index.ts';
import { scenarioNamed } from '../../support/scenario-runs.ts';
import { sharedTarget } from '../../support/targets.ts';

const target = sharedTarget();
const names = MUTANTS.map(({ name }) => name);
const [strategy] = STRATEGIES;
if (!strategy) throw new Error('there is no strategy');

describe('the mutants', () => {
  it('have names of their own, which stay what they are', async () => {
    expect(new Set(PLANTABLE.map(({ name }) => name)).size).toBe(DEFECTS.length + MUTANTS.length);
    const all = [...names, ...INAPPLICABLE.map(({ name }) => `${name} (not applicable)`)];
    await expect(`${all.sort().join('\n')}\n`).toMatchFileSnapshot('mutants.txt');
  });

  it('say in a sentence what is wrong with them', () => {
    for (const { summary } of MUTANTS) expect(summary).toMatch(/^[a-z][\w-]* .{10}/);
    expect(new Set(MUTANTS.map(({ summary }) => summary)).size).toBe(MUTANTS.length);
  });

  it('are there for every operator', () => {
    const operators = new Set(MUTANTS.map(({ operator }) => operator));
    expect([...operators].sort()).toEqual([
      'autocommit',
      'late-lock',
      'no-case',
      'no-conflict-clause',
      'no-guard',
      'no-lock',
      'no-skip-locked',
      'swap',
    ]);
  });

  it('are not made where what follows is decided by what went before, and it is told why', () => {
    const swaps = INAPPLICABLE.filter(
      ({ name }) => name === 'swap:complete-task:complete-attempt+append-events',
    );
    expect(swaps).toEqual([
      { name: expect.any(String), reason: expect.stringContaining('complete-attempt') },
    ]);
    for (const { name } of INAPPLICABLE) expect(names).not.toContain(name);
  });
});

describe('mutants of which it is said that they change nothing', () => {
  const excused = EQUIVALENTS.flatMap(({ mutants }) => mutants);

  it('exist, and are named once', () => {
    expect(excused.filter((name) => !names.includes(name))).toEqual([]);
    expect(new Set(excused).size).toBe(excused.length);
  });

  it('have an argument', () => {
    for (const { argument } of EQUIVALENTS) expect(argument).toMatch(/^[A-Z][^]{60,}\.$/);
  });
});

describe('mutants of which it is said where they show', () => {
  it('exist, change something, and scenarios are named that there are', () => {
    const excused = new Set(EQUIVALENTS.flatMap(({ mutants }) => mutants));
    const scenarios = SCENARIOS.map(({ name }) => name);
    for (const [name, scenario] of Object.entries(SHOWS)) {
      expect(names).toContain(name);
      expect(excused).not.toContain(name);
      expect(scenarios).toContain(scenario);
    }
  });
});

describe('a mutant is killed', () => {
  it.each([
    ['no-guard:complete-attempt:lease_token', 'strangers'],
    ['no-guard:claim-workflow:kind', 'strangers'],
    ['no-guard:set-timers-cancelled:status', 'losers'],
    ['no-lock:complete-task:lock-workflow-of-task', 'fan-out'],
    ['autocommit:complete-task', 'fan-out'],
    ['no-conflict-clause:insert-children', 'children'],
    ['no-guard:children-to-cancel:must_cancel', 'errands'],
    ['no-guard:untold-children:parent_id', 'errands'],
    ['no-guard:untold-children:parent_told', 'errands'],
    ['no-guard:untold-children:status', 'errands'],
    ['autocommit:deliver-child-ends', 'errands'],
    ['late-lock:signal-with-start:lock-workflow', 'greetings'],
    ['swap:submit-commands:insert-child-links+begin-histories', 'twins'],
    ['no-case:reclaim-workflow', 'deserted'],
  ])('%s, by %s, and its run can be replayed', async (name, scenario) => {
    const defect = MUTANTS.find((mutant) => mutant.name === name);
    if (!defect) throw new Error(`there is no mutant ${name}`);
    const plan = { defect, scenarios: [scenarioNamed(scenario)] };
    const found = await detect(target(), plan, { strategy, seed: 'kill', mostRuns: 200 });
    if (found.type !== 'FOUND') throw new Error(`${name} survived ${found.runs} runs`);
    const again = await replay(target(), record(target(), found.run));
    expect(again.hash).toBe(found.run.hash);
    expect(again.violations[0]).toEqual(found.violation);
  });
});
