import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { githubReporter } from '../../../../sim/cli/reporter/github-reporter.ts';
import { brokenRecord, campaignRecord } from '../../../support/campaign-records.ts';
import { keepingTerminal } from '../../../support/reporter-lines.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skein-github-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

it('annotates what is wrong, and adds to the summary of whoever was there before', () => {
  const summary = join(folder, 'summary.md');
  writeFileSync(summary, '# Build\n');
  vi.stubEnv('GITHUB_STEP_SUMMARY', summary);
  const { terminal, lines } = keepingTerminal();
  githubReporter(terminal).end(brokenRecord);
  expect(lines).toHaveLength(6);
  expect(readFileSync(summary, 'utf8')).toMatch(/^# Build\n## ✗ 2 findings in 5 runs/);
});

it('goes without a summary where nobody asks for one', () => {
  vi.stubEnv('GITHUB_STEP_SUMMARY', '');
  const { terminal, lines } = keepingTerminal();
  githubReporter(terminal).end(campaignRecord());
  expect(lines).toEqual([]);
});
