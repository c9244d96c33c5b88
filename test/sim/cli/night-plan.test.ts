import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newNight, type NightlyFlags, unfinishedNight } from '../../../sim/cli/night-plan.ts';
import { buildId } from '../../../sim/campaign/index.ts';
import { nightPlan } from '../../support/night-runs.ts';

describe('the plan of a night', () => {
  let out: string;
  beforeEach(() => {
    out = mkdtempSync(join(tmpdir(), 'skein-plan-'));
  });
  afterEach(() => rmSync(out, { recursive: true }));

  const notes: string[] = [];
  const flagsOf = (flags: Partial<NightlyFlags>): NightlyFlags => ({
    out,
    resume: false,
    targets: 'pglite',
    color: false,
    ...flags,
  });
  const planOf = (flags: Partial<NightlyFlags> = {}) => newNight(flagsOf(flags), (line) => notes.push(line));

  it('is half an hour of every scenario, and named for the time', async () => {
    const plan = await planOf();
    expect(plan).toMatchObject({
      budgetMs: 1_800_000,
      runs: null,
      shrinkMs: 10_000,
      climbs: true,
      defect: null,
      targets: [{ name: 'pglite', part: 4 }],
    });
    expect(plan.scenarios.length).toBeGreaterThan(20);
    expect(plan.id).toMatch(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/);
    expect(plan.seed).toBe(plan.id);
  });

  it('is what the flags say', async () => {
    const plan = await planOf({
      runs: '20',
      seed: 's',
      scenario: ['timers'],
      defect: 'five-retries',
      shrink: false,
      ladder: false,
      targets: 'pglite, postgres',
    });
    expect(plan).toMatchObject({
      runs: 20,
      budgetMs: null,
      seed: 's',
      scenarios: ['timers'],
      defect: 'five-retries',
      shrinkMs: null,
      climbs: false,
      targets: [{ name: 'pglite' }, { name: 'postgres' }],
    });
  });

  it.each<[Partial<NightlyFlags>, RegExp]>([
    [{ scenario: ['fan-oout'] }, /unknown scenario "fan-oout": did you mean fan-out\?/],
    [{ for: 'long' }, /--for takes a duration like/],
    [{ runs: 'many' }, /--runs takes a whole number/],
    [{ targets: 'pglite,pglite' }, /--targets pglite,pglite: name each once/],
    [{ targets: 'oracle' }, /unknown target "oracle"/],
    [{ databaseUrl: 'postgres://u@h/d' }, /--database-url is for --target postgres/],
    [{ seed: 'a b' }, /--seed takes up to 64/],
    [{ defect: 'nothing' }, /unknown defect "nothing"/],
  ])('refuses %j', async (flags, reason) => {
    await expect(planOf(flags)).rejects.toThrow(reason);
  });

  describe('of a night to go on with', () => {
    function write(id: string, build: string, ...more: readonly object[]): void {
      mkdirSync(join(out, id));
      const lines = [{ type: 'night', version: 1, plan: nightPlan({ id, build }) }, ...more];
      writeFileSync(
        join(out, id, 'journal.jsonl'),
        lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
      );
    }
    const goOn = (flags: Partial<NightlyFlags> = {}) =>
      unfinishedNight({ out, resume: true, color: false, ...flags });

    it('is that of the latest one that is not over', () => {
      write('2026-03-03T02-00-00Z', buildId());
      write('2026-03-04T02-00-00Z', buildId());
      write('2026-03-05T02-00-00Z', buildId(), { type: 'end' });
      expect(goOn()).toEqual(nightPlan({ id: '2026-03-04T02-00-00Z', build: buildId() }));
    });

    it('is refused where there is none, where other code has begun it, and with flags that would change it', () => {
      expect(() => goOn()).toThrow(/--resume: there is no night in .* that is not over/);
      expect(() => goOn({ runs: '3' })).toThrow(/leave out --runs/);
      write('2026-03-03T02-00-00Z', '00000000');
      expect(() => goOn()).toThrow(/was begun by build 00000000, this is [0-9a-f]{8}: go on there/);
    });
  });
});
