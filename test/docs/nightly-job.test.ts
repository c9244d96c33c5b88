import { CronJob } from 'kubernetes-models/batch/v1';
import { PersistentVolumeClaim } from 'kubernetes-models/v1';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { skein } from '../support/command-line.ts';
import { skeinCalls } from '../support/shell-commands.ts';

const FILE = new URL('../../docs/kubernetes/nightly-job.yaml', import.meta.url);
const documents = parseAllDocuments(readFileSync(FILE, 'utf8')).map((document) => document.toJS() as unknown);
const [claim, night, report] = documents as [
  ConstructorParameters<typeof PersistentVolumeClaim>[0],
  ConstructorParameters<typeof CronJob>[0],
  ConstructorParameters<typeof CronJob>[0],
]; // each is looked at by what it is made into

const folder = mkdtempSync(join(tmpdir(), 'skein-kubernetes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const jobOf = (manifest: typeof night) => manifest?.spec?.jobTemplate.spec;
const containerOf = (manifest: typeof night) => jobOf(manifest)?.template.spec?.containers[0];

/** The first call of skein in a container's script, with the volume in a folder of ours. */
function callOf(manifest: typeof night, variables: Readonly<Record<string, string>>): readonly string[] {
  const script = (containerOf(manifest)?.args ?? []).join('\n').replaceAll('/nights', folder);
  return skeinCalls(script, variables, folder)[0] ?? [];
}

describe('the nightly job on Kubernetes', () => {
  it('is one that Kubernetes takes', () => {
    expect(documents).toHaveLength(3);
    expect(() => new PersistentVolumeClaim(claim).validate()).not.toThrow();
    expect(() => new CronJob(night).validate()).not.toThrow();
    expect(() => new CronJob(report).validate()).not.toThrow();
    expect(() => new CronJob({ ...night, spec: {} } as typeof night).validate()).toThrow(/schedule/);
  });

  it('is indexed, with a pod for every shard that it says there are', () => {
    const { completionMode, completions, parallelism } = jobOf(night) ?? {};
    const shards = containerOf(night)?.env?.find(({ name }) => name === 'SKEIN_SHARDS')?.value;
    expect({ completionMode, completions, parallelism }).toEqual({
      completionMode: 'Indexed',
      completions: Number(shards),
      parallelism: Number(shards),
    });
  });

  it('asks for what it needs, and keeps what it leaves', () => {
    for (const manifest of [night, report]) {
      const { resources, volumeMounts } = containerOf(manifest) ?? {};
      expect(Object.keys(resources?.requests ?? {})).toEqual(['cpu', 'memory']);
      expect(volumeMounts?.map(({ mountPath }) => mountPath)).toContain('/nights');
      const volumes = jobOf(manifest)?.template.spec?.volumes ?? [];
      expect(volumes.flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? [])).toEqual([
        claim?.metadata?.name,
      ]);
    }
  });

  it('makes runs by a command line that there is', async () => {
    const words = callOf(night, { JOB_COMPLETION_INDEX: '3', SKEIN_SHARDS: '16' });
    expect(words.at(-1)).toMatch(/\/\d{4}-\d\d-\d\d\/3\.blob$/);
    const { code, stdout, stderr } = await skein(...words, '--print-config');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^seed.*night-\d{4}-\d\d-\d\d/m);
  });

  it('merges what the shards have left by a command line that there is', async () => {
    // The script goes by the date: so does this.
    const [blob = ''] = callOf(night, { JOB_COMPLETION_INDEX: '3', SKEIN_SHARDS: '16' }).slice(-1);
    mkdirSync(join(blob, '..'), { recursive: true });
    writeFileSync(blob, 'no blob');
    const words = callOf(report, {}).map((word) =>
      /^[^-].*\.(?:blob|json|xml)$/.test(word) ? join(blob, '..', word) : word,
    );
    const { code, stderr } = await skein(...words);
    expect(stderr).toMatch(/^skein: [^\n]*3\.blob[^\n]*\n$/); // so it has come to read them
    expect(code).toBe(2);
  });
});
