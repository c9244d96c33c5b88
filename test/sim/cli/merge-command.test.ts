import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CampaignRecord } from '../../../sim/record/index.ts';
import { expectUsageError, skein, skeinWith } from '../../support/command-line.ts';

const CAMPAIGN = '--scenario completions --defect sequence-from-row --seeds 0..23 --no-shrink --no-corpus';
const folder = mkdtempSync(join(tmpdir(), 'skein-merge-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const place = (name: string): string => join(folder, name);
const recordIn = (name: string): CampaignRecord =>
  CampaignRecord.parse(JSON.parse(readFileSync(place(name), 'utf8')));

beforeAll(async () => {
  const run = ['run', ...CAMPAIGN.split(' ')];
  await skein(...run, '--reporter', 'json', '--outputFile', place('whole.json'));
  const blob = (name: string): readonly string[] => ['--reporter', 'blob', '--outputFile', place(name)];
  await skein(...run, ...blob('1.blob'), '--jobs', '2', '--shard', '1/2');
  await skeinWith({ SKEIN_SHARD: '2/2' }, ...run, ...blob('2.blob'));
}, 240_000);

describe('merge', () => {
  it('tells what one machine would have told, by the same exit code', async () => {
    const { code, stdout } = await skein(
      'merge',
      place('2.blob'),
      place('1.blob'),
      '--out',
      place('all.json'),
    );
    const [all, whole] = [recordIn('all.json'), recordIn('whole.json')];
    for (const key of ['hash', 'runs', 'steps', 'findings', 'coverage', 'claims', 'reached'] as const)
      expect(all[key], key).toEqual(whole[key]);
    expect(all.shard).toBeNull();
    const [finding] = all.findings;
    expect(stdout).toContain(`✗ exactly-once  ${finding?.witness}`);
    expect(stdout).toContain(`replay: ${finding?.command}`);
    expect(stdout).toMatch(/✗ broken {2}\d+ findings? in \d+ runs?; 24 runs/);
    expect(code).toBe(1);
  });

  it('writes the page of a campaign, as a run does', async () => {
    const page = (file: string): readonly string[] => [
      '--reporter',
      'default',
      'html',
      '--outputFile.html',
      place(file),
    ];
    const run = ['run', '--scenario', 'completions', '--seeds', '0..3', '--no-shrink', '--no-corpus'];
    const { stdout } = await skein(...run, ...page('run.html'));
    expect(stdout).toContain('--seeds 0..3');
    expect(readFileSync(place('run.html'), 'utf8')).toMatch(/^<!doctype html>[^]*<title>Held: /);
    await skein('merge', place('1.blob'), place('2.blob'), ...page('merged.html'));
    expect(readFileSync(place('merged.html'), 'utf8')).toMatch(/^<!doctype html>[^]*<title>Broken: /);
  });

  it('refuses shards that are missing, and files that are none', async () => {
    expectUsageError(await skein('merge', place('1.blob')), /of 2 shards, 2 is missing: give all of them/);
    expectUsageError(await skein('merge', place('whole.json')), /whole\.json is no blob/);
  });
});
