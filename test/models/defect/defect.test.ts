import { describe, expect, it } from 'vitest';
import { DEFECTS } from '../../../models/defect/index.ts';
import { LAWS } from '../../../models/law/index.ts';
import { run } from '../../../sim/campaign/index.ts';
import { isFaultName } from '../../../sim/fault/index.ts';
import { SCENARIOS } from '../../../sim/scenario/index.ts';
import { replayChooser } from '../../../sim/strategy/index.ts';
import { hunt, searchWhereItShows } from '../../support/defect-hunt.ts';
import { defectNamed, planOf, runsUntilViolation } from '../../support/scenario-runs.ts';
import { sharedTarget } from '../../support/targets.ts';

const target = sharedTarget();

/** Within so many runs of the portfolio, each defect is found. */
const MOST_RUNS = 2_000;

describe('every defect', () => {
  it('has a name of its own, and says what is wrong, where it comes from, and which law it breaks', () => {
    expect(new Set(DEFECTS.map(({ name }) => name)).size).toBe(DEFECTS.length);
    for (const { name, summary, source, breaks } of DEFECTS) {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect([summary.length > 20, source.length > 10]).toEqual([true, true]);
      expect(LAWS.map((law) => law.name)).toContain(breaks);
    }
  });

  it('says where it shows: a scenario that there is, and faults that there are, if it needs any', () => {
    for (const { name, shows } of DEFECTS) {
      const { scenario, faults = [], least } = shows;
      expect(
        SCENARIOS.map((each) => each.name),
        name,
      ).toContain(scenario);
      expect(faults.every(isFaultName), name).toBe(true);
      expect(least.faults > 0, name).toBe(faults.length > 0);
    }
  });

  it.each(DEFECTS)(
    '$name is found by the law that it breaks, again when its choices are replayed, and not without it',
    async (defect) => {
      const { seed, found } = await hunt(target(), defect, MOST_RUNS);
      const again = await run(target(), found.plan, () => replayChooser(found.choices));
      expect(again.hash).toBe(found.hash);
      expect(again.violations).toEqual(found.violations);
      const search = searchWhereItShows(target(), defect, undefined);
      for (let each = 0; each <= Number(seed); each += 1) {
        const sound = await search(String(each));
        expect(sound.violations.map(({ witness }) => witness.sentence)).toEqual([]);
      }
    },
    120_000,
  );
});

describe('sequence-from-row', () => {
  it('loses completions, and leaves no gap: contiguous and ordered hold', async () => {
    const { found } = await hunt(target(), defectNamed('sequence-from-row'), 100);
    const broken = found.violations.map(({ law }) => law.name);
    expect(broken).toContain('exactly-once');
    expect(broken).not.toContain('contiguous');
    expect(broken).not.toContain('ordered');
    expect(found.violations[0]?.witness.shape).toBe('task COMPLETED with no terminal event');
  });

  it('cannot show where there is nothing to lose a race against', async () => {
    const one = { ...planOf({ scenario: 'fan-out', seed: '1', defect: 'sequence-from-row' }) };
    const size = { tasks: 1, workers: 1, servers: 1 };
    const result = await run(target(), { ...one, size }, () => ({ choose: () => 0 }));
    expect(result.violations).toEqual([]);
  });
});

describe('five-retries', () => {
  it('holds for 150 seeds with 5 tasks: nobody loses five times against four others', async () => {
    const sketch = { scenario: 'completions', tasks: 5, defect: 'five-retries' };
    expect(await runsUntilViolation(target(), sketch, 150)).toEqual({ runs: 150, found: undefined });
  });

  it('is harder to find at random than what it mended', async () => {
    const sketch = { scenario: 'completions', tasks: 6 };
    const mended = await runsUntilViolation(target(), { ...sketch, defect: 'sequence-from-row' }, 100);
    const mend = await runsUntilViolation(target(), { ...sketch, defect: 'five-retries' }, 100);
    expect(mended.found).toBeDefined();
    expect(mend).toEqual({ runs: 100, found: undefined });
  });
});

describe('recheck-of-tasks-only', () => {
  it('holds where a workflow waits for nothing but tasks', async () => {
    const sketch = { scenario: 'fan-out', defect: 'recheck-of-tasks-only' };
    expect(await runsUntilViolation(target(), sketch, 100)).toEqual({ runs: 100, found: undefined });
  });
});

describe('all-tasks-done', () => {
  it('holds where a workflow joins all of its tasks, as the original one did', async () => {
    const sketch = { scenario: 'fan-out', defect: 'all-tasks-done' };
    expect(await runsUntilViolation(target(), sketch, 100)).toEqual({ runs: 100, found: undefined });
  });
});
