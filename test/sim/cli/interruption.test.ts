import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startSkein, tokenIn } from '../../support/command-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'skein-interrupted-'));
const file = join(folder, 'report.json');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a campaign that is interrupted', () => {
  it.each([
    ['in the main thread', []],
    ['by two workers', ['--jobs', '2']],
  ])('%s says what it found so far, writes a whole report, and ends with exit code 130', async (_, jobs) => {
    const endless = [
      'run',
      '--scenario',
      'completions',
      '--defect',
      'sequence-from-row',
      '--no-shrink',
      '--for',
      '1h',
    ];
    const running = startSkein([...endless, ...jobs, '--out', file]);
    await running.written('replay: npx skein');
    running.signal('SIGINT');
    const { code, stdout, stderr } = await running.ended;
    expect(stderr).toContain('stopping after this run …\n');
    expect(stdout).toContain('✗ exactly-once');
    expect(stdout).toMatch(/\ninterrupted: ✗ broken {2}\d+ findings? in \d+ runs?; \d+ runs?, /);
    const report = JSON.parse(readFileSync(file, 'utf8')) as { readonly findings: readonly unknown[] };
    expect(report).toMatchObject({ schema: 'skein/campaign', version: 2, interrupted: true });
    expect(report.findings[0]).toMatchObject({ law: 'exactly-once', token: tokenIn(stdout) });
    expect(code).toBe(130);
  });
});
