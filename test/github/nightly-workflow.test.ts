import { validateWorkflow } from '@action-validator/core';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { skein, skeinWith } from '../support/command-line.ts';
import { skeinCalls } from '../support/shell-commands.ts';

type Step = { readonly name?: string; readonly run?: string; readonly uses?: string };
type Job = {
  readonly steps: readonly Step[];
  readonly strategy?: { readonly matrix: { readonly shard: readonly number[] } };
};
type Workflow = { readonly jobs: { readonly shard: Job; readonly report: Job } };

const FILE = new URL('../../.github/workflows/nightly.yml', import.meta.url);
const text = readFileSync(FILE, 'utf8');
const { jobs } = parse(text) as Workflow;

const folder = mkdtempSync(join(tmpdir(), 'skein-workflow-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a step of that name runs. */
function scriptOf(job: Job, name: string): string {
  const run = job.steps.find((step) => step.name === name)?.run;
  if (run === undefined) throw new Error(`there is no step "${name}"`);
  return run;
}

describe('the nightly workflow', () => {
  it('is one that GitHub takes', () => {
    expect(validateWorkflow(text).errors).toEqual([]);
    expect(validateWorkflow(text.replace('runs-on:', 'runs_on:')).errors).not.toEqual([]);
  });

  it('has a job for every shard that it says there are', () => {
    const of = Number(/SKEIN_SHARD: \$\{\{ matrix\.shard \}\}\/(\d+)/.exec(text)?.[1]);
    expect(jobs.shard.strategy?.matrix.shard).toEqual(Array.from({ length: of }, (_, index) => index + 1));
  });

  it('makes runs by a command line that there is', async () => {
    const variables = { SEED: 'night-1', FOR: '1s' };
    const [words = []] = skeinCalls(scriptOf(jobs.shard, 'Make runs'), variables, folder);
    const { code, stdout, stderr } = await skein(...words, '--print-config');
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^seed.*night-1/m);
    expect(code).toBe(0);
  });

  it('merges what the shards have left by a command line that there is', async () => {
    for (const shard of [1, 2]) {
      mkdirSync(join(folder, `blobs/blob-${shard}`), { recursive: true });
      writeFileSync(join(folder, `blobs/blob-${shard}/night.blob`), 'no blob');
    }
    const script = scriptOf(jobs.report, 'Make one report of the blobs');
    const [words = []] = skeinCalls(script, {}, folder);
    expect(words.slice(0, 3)).toEqual(['merge', 'blobs/blob-1/night.blob', 'blobs/blob-2/night.blob']);
    const placed = words.map((word) => (/^(?:blobs|night)\//.test(word) ? join(folder, word) : word));
    const { code, stderr } = await skeinWith({}, ...placed);
    expect(stderr).toMatch(/^skein: [^\n]*blobs\/blob-1\/night\.blob[^\n]*\n$/); // so it has come to read them
    expect(code).toBe(2);
  });

  it('keeps issues by a script that there is', () => {
    const [, file] = /node --import tsx (\S+) night\/campaign\.json/.exec(text) ?? [];
    expect(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')).toContain('keepIssues(');
  });
});
