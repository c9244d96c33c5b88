import { describe, expect, it } from 'vitest';
import { DEFECTS } from '../../../models/defect/index.ts';
import { LAWS } from '../../../models/law/index.ts';
import { run } from '../../../sim/campaign/index.ts';
import { replayChooser } from '../../../sim/strategy/index.ts';
import { planOf, type RunSketch, runRandomly, runsUntilViolation } from '../../support/scenario-runs.ts';
import { sharedTarget } from '../../support/targets.ts';

const target = sharedTarget();

/** Where each defect shows, and within how many seeds. */
const SHOWS: Readonly<Record<string, readonly [Omit<RunSketch, 'seed' | 'defect'>, number]>> = {
  'sequence-from-row': [{ scenario: 'fan-out', tasks: 3 }, 100],
  'five-retries': [{ scenario: 'fan-out', tasks: 12 }, 3_000],
  'unlocked-completion': [{ scenario: 'fan-out', tasks: 3 }, 500],
  'unlocked-submit': [{ scenario: 'race', tasks: 3 }, 500],
};

/** All others have tests of their own. */
const SHOWN = DEFECTS.filter(({ name }) => Object.hasOwn(SHOWS, name));

describe('every defect', () => {
  it('says where it shows, what is wrong, where it comes from, and which law it breaks', () => {
    expect(SHOWN.map(({ name }) => name)).toEqual(Object.keys(SHOWS));
    for (const { summary, source, breaks } of DEFECTS) {
      expect([summary.length > 20, source.length > 10]).toEqual([true, true]);
      expect(LAWS.map(({ name }) => name)).toContain(breaks);
    }
  });

  it.each(SHOWN)(
    '$name breaks the law it says, and does so again when its choices are replayed',
    async (defect) => {
      const [sketch, seeds] = SHOWS[defect.name] ?? [{ scenario: 'fan-out' }, 0];
      const { found } = await runsUntilViolation(target(), { ...sketch, defect: defect.name }, seeds);
      if (!found) throw new Error(`${defect.name} did not show in ${seeds} seeds`);
      expect(found.violations[0]?.law.name).toBe(defect.breaks);
      const again = await run(target(), found.plan, () => replayChooser(found.choices));
      expect(again.hash).toBe(found.hash);
      expect(again.violations).toEqual(found.violations);
    },
  );

  it.each(SHOWN)('$name is what breaks it: the same seeds hold without', async (defect) => {
    const [sketch, seeds] = SHOWS[defect.name] ?? [{ scenario: 'fan-out' }, 0];
    const { runs, found } = await runsUntilViolation(target(), { ...sketch, defect: defect.name }, seeds);
    const seed = found?.plan.seed ?? 'none';
    expect(seed).toBe(String(runs - 1));
    expect((await runRandomly(target(), { ...sketch, seed })).violations).toEqual([]);
  });
});

describe('sequence-from-row', () => {
  it('loses completions, and leaves no gap: contiguous and ordered hold', async () => {
    const { found } = await runsUntilViolation(
      target(),
      { scenario: 'fan-out', tasks: 3, defect: 'sequence-from-row' },
      100,
    );
    const broken = found?.violations.map(({ law }) => law.name) ?? [];
    expect(broken).toContain('exactly-once');
    expect(broken).not.toContain('contiguous');
    expect(broken).not.toContain('ordered');
    expect(found?.violations[0]?.witness.shape).toBe('task COMPLETED with no terminal event');
  });

  it('cannot show where there is nothing to lose a race against', async () => {
    const one = { ...planOf({ scenario: 'fan-out', seed: '1', defect: 'sequence-from-row' }) };
    const size = { tasks: 1, workers: 1, servers: 1 };
    const result = await run(target(), { ...one, size }, () => ({ choose: () => 0 }));
    expect(result.violations).toEqual([]);
  });
});

describe('five-retries', () => {
  it('holds for 300 seeds with 3 tasks: nobody loses five times against two others', async () => {
    const sketch = { scenario: 'fan-out', tasks: 3, defect: 'five-retries' };
    expect(await runsUntilViolation(target(), sketch, 300)).toEqual({ runs: 300, found: undefined });
  });

  it('is harder to find than what it mended', async () => {
    const runsOf = async (defect: string): Promise<number> =>
      (await runsUntilViolation(target(), { scenario: 'fan-out', tasks: 12, defect }, 3_000)).runs;
    expect(await runsOf('sequence-from-row')).toBeLessThan(await runsOf('five-retries'));
  });
});
