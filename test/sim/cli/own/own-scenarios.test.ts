import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunFlags, runCommand } from '../../../../sim/cli/run-command.ts';
import {
  type CommandResult,
  expectUsageError,
  skein,
  skeinWith,
  tokenIn,
} from '../../../support/command-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'skein-own-'));
const config = join(folder, 'skein.config.ts');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** @param losing how one of them adds to the account */
function written(losing: string): void {
  writeFileSync(
    config,
    `import { defineConfig, defineScenario } from 'skein/config';
     const schema = 'create table account (id text primary key, balance int not null)';
     const deposits = (name: string, add: (pool: import('pg').Pool, amount: number) => Promise<unknown>) =>
       defineScenario({
         name, schema,
         body: async ({ pool, actors }) => {
           await pool.query("insert into account values ('a', 100)");
           await actors({ alice: () => add(pool, 10), bob: () => add(pool, 20) });
           const { rows } = await pool.query('select balance from account');
           if (rows[0].balance !== 130) throw new Error('the balance is ' + rows[0].balance);
         },
       });
     const sound = deposits('sound deposits', (pool, amount) =>
       pool.query('update account set balance = balance + $1', [amount]));
     const losing = deposits('losing deposits', async (pool, amount) => { ${losing} });
     export default defineConfig({ scenarios: [losing, sound], runs: 60 });`,
  );
}

const LOSING = `const { rows } = await pool.query('select balance from account');
  return pool.query('update account set balance = $1', [rows[0].balance + amount]);`;
const MENDED = `return pool.query('update account set balance = balance + $1', [amount]);`;

describe('skein run in a project with scenarios of its own', { timeout: 120_000 }, () => {
  const report = join(folder, 'report.json');
  let broken: CommandResult;
  beforeAll(async () => {
    written(LOSING);
    broken = await skein('run', '--config', config, '--seed', '1', '--out', report);
  }, 120_000);

  it('runs them in place of the engine, shows the interleaving of the one that fails, and exits with 1', () => {
    expect(broken.stdout).toMatch(
      /^--seed 1 {2}losing deposits, sound deposits on pglite, portfolio, faults none\n/,
    );
    expect(broken.stdout).toMatch(/✗ losing deposits {2}main threw Error: the balance is 1[12]0/);
    expect(broken.stdout).toContain('select balance from account');
    expect(broken.stdout).toMatch(/✓ sound deposits {2}30 runs, 120 steps/);
    expect(broken.stdout).toContain('✗ broken');
    expect(broken.code).toBe(1);
  });

  it('writes the report as data', () => {
    const written: unknown = JSON.parse(readFileSync(report, 'utf8'));
    expect(written).toMatchObject({
      schema: 1,
      seeds: '--seed 1',
      results: [{ scenario: 'losing deposits' }, { scenario: 'sound deposits', runs: 30 }],
      findings: [{ scenario: 'losing deposits', token: tokenIn(broken.stdout) }],
    });
  });

  it('replays a finding, the same; and once the code is mended, says that nothing fails or the run has left', async () => {
    const same = await skein('replay', tokenIn(broken.stdout), '--config', config);
    expect(same.stdout).toContain('replayed: the same trace');
    expect(same.code).toBe(1);
    const byReport = await skein('replay', report, '--config', config);
    expect(byReport.stdout).toBe(same.stdout);
    const unknown = await skein('replay', tokenIn(broken.stdout));
    expectUsageError(unknown, /a run of your own code, "losing deposits": put SKEIN_REPLAY=/);
    written(MENDED);
    const mended = await skein('replay', tokenIn(broken.stdout), '--config', config);
    expect([0, 4]).toContain(mended.code);
    const held = await skein('run', '--config', config, '--seed', '1');
    expect(held.stdout).toContain('✓ held  60 runs');
    expect(held.code).toBe(0);
  });

  it('runs the engine if it is asked to', async () => {
    const engine = ['--scenario', 'fan-out', '--runs', '3', '--no-corpus'];
    expect((await skein('run', '--config', config, ...engine)).stdout).toContain('fan-out on pglite');
  });

  it.each<[string, Partial<RunFlags>, string]>([
    ['a scenario that nobody knows', { scenario: ['sund'] }, 'unknown scenario "sund": did you mean sound?'],
    ['tasks', { tasks: '3' }, 'tasks is about the engine, and these scenarios are your own'],
    ['a fault of the engine', { faults: 'crash-worker' }, 'unknown fault of your own code "crash-worker"'],
    ['dots', { reporter: 'dot' }, 'unknown reporter of your own scenarios "dot"'],
    ['a schema that is none', {}, 'the schema of scenario "sound": syntax error at or near "none"'],
  ])('refuses %s', async (_, flags, reason) => {
    const own = [{ name: 'sound', schema: 'none', body: () => undefined }];
    const plain: RunFlags = { own, target: 'pglite', reporter: 'json', color: false };
    const refusal: unknown = await runCommand({ ...plain, ...flags }).catch((error: unknown) => error);
    expect(String(refusal)).toBe(`UsageError: ${String(refusal).slice('UsageError: '.length)}`);
    expect(String(refusal)).toContain(reason);
  });

  it('tells where each option comes from', async () => {
    const { stdout, code } = await skeinWith(
      { SKEIN_RUNS: '9' },
      'run',
      '--config',
      config,
      '--print-config',
      '--seed',
      'x',
    );
    expect(stdout).toMatch(/^scenarios +losing deposits, sound deposits +\S*skein\.config\.ts *$/m);
    expect(stdout).toMatch(/^runs +9 +SKEIN_RUNS *$/m);
    expect(stdout).toMatch(/^seed +x +--seed *$/m);
    expect(stdout).toMatch(/^target +pglite +default *$/m);
    expect(code).toBe(0);
  });
});
