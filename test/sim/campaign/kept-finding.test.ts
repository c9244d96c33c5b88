import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  CorpusError,
  type KeptFinding,
  readCorpus,
  runKept,
  writeKept,
} from '../../../sim/campaign/index.ts';
import { sharedTarget } from '../../support/campaigns.ts';

const CORPUS = 'sim/corpus';
const target = sharedTarget();
const folder = mkdtempSync(join(tmpdir(), 'skein-corpus-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const entries = readCorpus(CORPUS);
const planted = keptOf('sequence-from-row');

function keptOf(defect: string): KeptFinding {
  const entry = entries.find(({ kept }) => kept.defect === defect);
  if (!entry) throw new Error(`the corpus has no finding of ${defect}`);
  return entry.kept;
}

describe('the corpus', () => {
  it('has a finding of each of the first defects', () => {
    const defects = new Set(entries.map(({ kept }) => kept.defect));
    expect([...defects]).toEqual(
      expect.arrayContaining(['sequence-from-row', 'unlocked-completion', 'unlocked-submit']),
    );
  });

  it.each(entries)('$file is as it should be', async ({ kept }) => {
    expect(await runKept(target, kept)).toEqual({ type: 'as it should' });
  });
});

describe('a kept finding', () => {
  it('holds on the engine, if no defect is planted', async () => {
    const before: KeptFinding['deviations'][0]['before'] = ['worker-1', 'call pollWorkflow', 1];
    const take: typeof before = ['worker-2', 'call pollWorkflow', 1];
    const { scenario, size } = keptOf('unlocked-submit');
    const kept = {
      ...planted,
      scenario,
      size: { ...size, workers: 2 },
      defect: null,
      deviations: [{ before, take }],
    };
    expect(await runKept(target, kept)).toEqual({ type: 'as it should' });
  });

  it('says when its defect is not seen any more, and how much of it means nothing', async () => {
    const outcome = await runKept(target, { ...planted, deviations: [] });
    expect(outcome).toEqual({
      type: 'unseen',
      why: '0 of 0 deviations mean nothing any more; every law holds, and exactly-once should be broken',
    });
  });

  it('of a scenario that plays worker by hand can be read again', () => {
    const corpus = join(folder, 'without-workers');
    const kept = { ...planted, scenario: 'completions', size: { tasks: 2, workers: 0, servers: 1 } };
    writeKept(corpus, kept);
    expect(readCorpus(corpus).map((entry) => entry.kept.size.workers)).toEqual([0]);
  });

  it.each([
    ['a scenario', { scenario: 'long-gone' }, 'this build has no scenario long-gone'],
    ['a defect', { defect: 'long-gone' }, 'this build has no defect long-gone'],
    ['a fault', { faults: ['long-gone'] }, 'this build has no fault long-gone'],
  ])('means nothing once %s is gone, and says so', async (_, change, why) => {
    expect(await runKept(target, { ...planted, ...change })).toEqual({ type: 'meaningless', why });
  });

  it('means nothing when its steps are not there any more', async () => {
    const deviations: KeptFinding['deviations'] = [{ before: ['nobody', 'x', 1], take: ['nobody', 'y', 1] }];
    expect(await runKept(target, { ...planted, defect: null, deviations })).toEqual({
      type: 'meaningless',
      why: 'none of its deviations means anything any more',
    });
  });

  it('is read as it was written, under its label', () => {
    const file = writeKept(folder, { ...planted, label: 'A lost completion, again!' });
    expect(file).toBe(join(folder, 'a-lost-completion-again.json'));
    expect(readCorpus(folder).map(({ kept }) => kept.label)).toEqual(['A lost completion, again!']);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ schema: 1, defect: 'sequence-from-row' });
  });

  it('is not written over another one, nor under no name', () => {
    writeKept(folder, { ...planted, label: 'twice' });
    expect(() => writeKept(folder, { ...planted, label: 'Twice' })).toThrow(/twice\.json is there already/);
    expect(() => writeKept(folder, { ...planted, label: '?!' })).toThrow(/no letter or digit/);
  });

  it('that is none is refused with the name of its file', () => {
    const broken = mkdtempSync(join(folder, 'broken-'));
    writeFileSync(join(broken, 'wrong.json'), '{"schema":1}');
    expect(() => readCorpus(broken)).toThrow(CorpusError);
    expect(() => readCorpus(broken)).toThrow(/wrong\.json is no kept finding/);
    expect(() => readCorpus(join(folder, 'nowhere'))).toThrow(/is no folder that can be read/);
  });
});
