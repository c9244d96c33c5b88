import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TRANSITIONS } from '../../../models/lifecycle/index.ts';
import { buildId, decodeToken } from '../../../sim/campaign/index.ts';
import { CampaignRecord } from '../../../sim/record/index.ts';
import { SCENARIOS } from '../../../sim/scenario/index.ts';
import { type CommandResult, skein, tokenIn } from '../../support/command-line.ts';

const PLANTED = [
  '--scenario',
  'fan-out',
  '--tasks',
  '3',
  '--defect',
  'sequence-from-row',
  '--no-shrink',
  '--no-corpus',
  '--faults',
  'none',
];
const folder = mkdtempSync(join(tmpdir(), 'skein-run-'));
const file = join(folder, 'report.json');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a hundred runs with sequence-from-row planted', () => {
  let planted: CommandResult;
  let replayed: CommandResult;
  let fromFile: CommandResult;
  beforeAll(async () => {
    planted = await skein('run', ...PLANTED, '--seeds', '0..99', '--out', file);
    [replayed, fromFile] = await Promise.all([
      skein('replay', tokenIn(planted.stdout)),
      skein('replay', file, '--full'),
    ]);
  }, 120_000); // three processes, one after the other
  const report = (): CampaignRecord => CampaignRecord.parse(JSON.parse(readFileSync(file, 'utf8')));

  it('end with exit code 1', () => {
    expect(planted.code).toBe(1);
    expect(planted.stdout).toContain('✗ broken');
  });

  it('print their seeds before anything else', () => {
    expect(planted.stdout).toMatch(
      /^--seeds 0\.\.99 {2}fan-out on pglite, portfolio, defect sequence-from-row planted\n/,
    );
  });

  it('break exactly-once and leave the history contiguous', () => {
    const { findings } = report();
    expect(findings.map(({ law }) => law)).toContain('exactly-once');
    expect(findings.map(({ law }) => law)).not.toContain('contiguous');
    expect(planted.stdout).toContain('✗ exactly-once');
    expect(planted.stdout).not.toMatch(/contiguous/);
  });

  it('show the lost completion: two handlers read the same sequence, and one insert is refused', () => {
    const [finding] = report().findings;
    expect(planted.stdout).toMatch(
      /Task sum\/task\/\d is COMPLETED, and the history holds no terminal event/,
    );
    expect(planted.stdout).toContain(`completeTask ${finding?.subjects.at(-1)}`);
    expect(planted.stdout).toContain('→ ✗ 23505 duplicate key');
  });

  it('write a report with the documented fields to --out', () => {
    const written = report();
    expect(written).toMatchObject({
      build: buildId(),
      targets: ['pglite'],
      strategy: 'portfolio',
      scenarios: ['fan-out'],
      defect: 'sequence-from-row',
      seeds: '--seeds 0..99',
      runs: 100,
      interrupted: false,
    });
    expect(written.failedRuns).toBe(written.findings.reduce((sum, { count }) => sum + count, 0));
    expect(written.checkedTwice).toBeGreaterThanOrEqual(written.findings.length);
    for (const { size, seed, hash, token } of written.findings) {
      expect(size).toEqual({ tasks: 3, workers: 2, servers: 2 });
      expect(decodeToken(token)).toMatchObject({ ...size, seed, hash, scenario: 'fan-out' });
    }
  });

  it('print a command that replays the same trace in another process, with exit code 1', () => {
    const [finding] = report().findings;
    expect(tokenIn(planted.stdout)).toBe(finding?.token);
    expect(replayed.stdout).toContain(`replayed: the same trace, hash ${finding?.hash}`);
    expect(replayed.stdout).toContain(`✗ exactly-once  ${finding?.witness}`);
    expect({ code: replayed.code, stderr: replayed.stderr }).toEqual({ code: 1, stderr: '' });
  });

  it('tell the same violation when they are run and when they are replayed', () => {
    const [told] = replayed.stdout.split('\n\nreplayed:');
    expect(told).toContain('step  server-');
    expect(planted.stdout).toContain(told);
  });

  it('can be replayed from the report, and shown in full', () => {
    const [finding] = report().findings;
    expect(fromFile.stdout).toContain(`replayed: the same trace, hash ${finding?.hash}`);
    expect(fromFile.stdout.split('\n').length).toBeGreaterThan(replayed.stdout.split('\n').length);
    expect(/^ .* startWorkflow .*│/m.test(fromFile.stdout)).toBe(true);
    expect(/^ .* startWorkflow .*│/m.test(replayed.stdout)).toBe(false);
    expect(fromFile.code).toBe(1);
  });

  it('write no colours into a pipe', () => {
    for (const { stdout, stderr } of [planted, replayed, fromFile])
      expect(stdout + stderr).not.toContain('\u001B');
  });
});

describe.concurrent('run', () => {
  it('tells which steps of lifecycles were reached, and soon they are all', async () => {
    const missing = new Set(TRANSITIONS.map(({ name }) => name));
    for (let seed = 1; missing.size > 0 && seed <= 20; seed += 1) {
      const { stdout, code } = await skein(
        ...`run --seed ${seed} --runs 60 --no-corpus --reporter json`.split(' '),
      );
      expect(code).toBe(0);
      for (const name of CampaignRecord.parse(JSON.parse(stdout)).reached) missing.delete(name);
    }
    expect([...missing]).toEqual([]);
  }, 240_000);

  it('ends with exit code 0 where every law holds, and tells it as one JSON document', async () => {
    const { code, stdout } = await skein(
      ...'run --scenario fan-out --tasks 3 --seeds 0..99 --no-corpus --reporter json'.split(' '),
    );
    expect(CampaignRecord.parse(JSON.parse(stdout))).toMatchObject({
      defect: null,
      seeds: '--seeds 0..99',
      runs: 100,
      failedRuns: 0,
      checkedTwice: 2,
      interrupted: false,
      findings: [],
    });
    expect(code).toBe(0);
  });

  it('stops after the first run that broke a law with --bail, and dots every run', async () => {
    const { code, stdout } = await skein(
      'run',
      ...PLANTED,
      '--seeds',
      '0..99',
      '--bail',
      '--reporter',
      'dot',
    );
    const [seeds = '', ...lines] = stdout.trimEnd().split('\n');
    expect(seeds).toBe('--seeds 0..99');
    const dots = lines.filter((line) => /^[.x]+$/.test(line)).join('');
    expect(dots).toMatch(/^\.*x$/);
    expect(lines.at(-3)).toMatch(/^exactly-once \(1 run\): Task sum\/task\/\d is COMPLETED/);
    expect(lines.at(-2)).toBe(`  npx skein replay ${tokenIn(stdout)}`);
    expect(lines.at(-1)).toBe(`${dots.length} run${dots.length === 1 ? '' : 's'}, 1 broke a law`);
    expect(code).toBe(1);
  });

  it('draws a seed, runs every scenario in turns until the time is up, and does the same when given the seed', async () => {
    const flags = ['--no-shrink', '--no-corpus', '--defect', 'sequence-from-row'];
    const drawn = await skein('run', ...flags, '--for', '300ms', '--reporter', 'json');
    const { seeds, scenarios, runs, elapsedMs, failedRuns } = CampaignRecord.parse(JSON.parse(drawn.stdout));
    expect(seeds).toMatch(/^--seed [0-9a-f]{8}$/);
    expect(scenarios).toEqual(SCENARIOS.map((scenario) => scenario.name));
    expect(runs).toBeGreaterThan(0);
    expect(elapsedMs).toBeGreaterThanOrEqual(300);
    const repeated = ['--runs', String(runs), '--reporter', 'dot', ...seeds.split(' ')];
    const again = await skein('run', ...flags, ...repeated);
    expect(again.stdout.split('\n')[0]).toBe(seeds);
    expect(again.stdout).toContain(`, ${failedRuns} broke a law\n`);
    expect(again.code).toBe(drawn.code);
  });
});
