import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const FIXTURE = join(import.meta.dirname, 'fixture');
const VITEST = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');

type Suite = { readonly code: number; readonly output: string };

/** Runs the suite beside this test in a process of its own. */
function runSuite(environment: Readonly<Record<string, string>>): Promise<Suite> {
  const { VITEST_WORKER_ID: _, SKEIN_REPLAY: __, ...inherited } = process.env;
  const env = { ...inherited, NO_COLOR: '1', ...environment };
  const flags = ['run', '--config', join(FIXTURE, 'vitest.config.ts'), '--reporter', 'verbose'];
  return new Promise((resolve) => {
    execFile(process.execPath, [VITEST, ...flags], { env, cwd: FIXTURE }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr });
    });
  });
}

describe('simTest', () => {
  it('fails with the interleaving and a command that replays just that run', async () => {
    const first = await runSuite({});
    expect(first.code).toBe(1);
    expect(first.output).toContain('× counter.fixture.ts > counts what it has read');
    expect(first.output).toContain('✓ counter.fixture.ts > counts in place');
    expect(first.output).toContain('✓ counter.fixture.ts > must fail');
    expect(first.output).toContain('↓ counter.fixture.ts > is skipped');
    expect(first.output).toContain(
      '✗ counts what it has read  main threw AssertionError: expected [ { value: 1 } ]',
    );
    expect(first.output).toMatch(/│ select value from counter where +│/);
    expect(first.output).toMatch(/→ value=0/);
    expect(first.output).toMatch(
      /keeps state between runs ran twice and differed at step 1\n {2}first {2}step 1, main: .*"\d"/,
    );
    const [, token = '', command] = /replay: SKEIN_REPLAY=(sk1_\S+) (.+)/.exec(first.output) ?? [];
    expect(command).toBe('npx vitest run counter.fixture.ts');

    const again = await runSuite({ SKEIN_REPLAY: token });
    expect(again.code).toBe(1);
    expect(again.output).toContain('replayed: the same trace');
    expect(again.output).toContain(`SKEIN_REPLAY=${token} npx vitest run counter.fixture.ts`);
    expect(again.output).toContain('↓ counter.fixture.ts > counts in place');
    expect(again.output).toContain('SKEIN_REPLAY asks for a run of another simulation');
  });

  it('says in one line that a token is damaged', async () => {
    const { code, output } = await runSuite({ SKEIN_REPLAY: 'sk1_broken' });
    expect(code).toBe(1);
    expect(output).toContain('SimulateOptionsError: SKEIN_REPLAY: the replay token is damaged');
  });
});
