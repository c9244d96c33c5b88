import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  blobOf,
  campaign,
  mergeBlobs,
  type NamedBlob,
  readBlob,
  recordOf,
  type Shard,
} from '../../../sim/campaign/index.ts';
import { CampaignBlob, type CampaignHeading, CampaignRecord } from '../../../sim/record/index.ts';
import {
  campaignPlan,
  fanOut,
  noSignal,
  portfolio,
  race,
  seeds,
  sequenceFromRow,
  sharedTarget,
} from '../../support/campaigns.ts';

const target = sharedTarget();
const SHARDS = 4;
const HEADING: Omit<CampaignHeading, 'shard'> = {
  build: '0badcafe',
  targets: ['pglite'],
  strategy: 'portfolio',
  scenarios: ['fan-out', 'race'],
  faults: 'lost-answer',
  defect: 'sequence-from-row',
  seeds: '--seeds 0..63',
  missingShards: [],
  workers: 1,
};
const folder = mkdtempSync(join(tmpdir(), 'skein-blobs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a machine tells of its shard, or of all. */
async function machine(
  shard?: Shard,
): Promise<{ readonly record: CampaignRecord; readonly blob: CampaignBlob }> {
  const plan = campaignPlan(target, {
    scenarios: [fanOut, race],
    strategy: portfolio,
    faults: ['lost-answer'],
    defect: sequenceFromRow,
    seeds: seeds(64),
    ...(shard ? { shard } : {}),
  });
  const part = await campaign(plan, {}, noSignal);
  const record = recordOf({ ...HEADING, shard: shard ?? null }, part, []);
  return { record, blob: blobOf(record, part, { '--tasks': '3' }) };
}

/** What a record says of anything but time, and who made it. */
function timeless(record: CampaignRecord): unknown {
  return {
    ...record,
    startedAt: '',
    elapsedMs: 0,
    firstFindingMs: null,
    byScenario: record.byScenario.map((each) => ({ ...each, elapsedMs: 0 })),
    slowest: [],
    workers: 0,
  };
}

let whole: CampaignRecord;
let blobs: readonly NamedBlob[];
beforeAll(async () => {
  whole = (await machine()).record;
  const named: NamedBlob[] = [];
  for (let index = 1; index <= SHARDS; index += 1) {
    const { blob } = await machine({ index, of: SHARDS });
    named.push({ file: `${index}.blob`, blob: CampaignBlob.parse(JSON.parse(JSON.stringify(blob))) });
  }
  blobs = named;
}, 120_000);

/** Merges some of the blobs, each perhaps changed. */
function merged(
  indexes: readonly number[],
  change: (blob: CampaignBlob, place: number) => CampaignBlob = (blob) => blob,
  isPartial = false,
): CampaignRecord {
  const chosen = indexes.flatMap((index, place) => {
    const named = blobs[index - 1];
    return named ? [{ ...named, blob: change(named.blob, place) }] : [];
  });
  const [first, ...others] = chosen;
  if (!first) throw new Error('there are no blobs');
  return mergeBlobs([first, ...others], isPartial).record;
}

/** The same, with the second blob changed. */
const withSecond = (change: (blob: CampaignBlob) => CampaignBlob): CampaignRecord =>
  merged([1, 2, 3, 4], (blob, place) => (place === 1 ? change(blob) : blob));

describe('shards that are merged', () => {
  it('are what one machine would have told, in whatever order they are given', () => {
    expect(whole.findings.length).toBeGreaterThan(1);
    expect(whole.coverage.curve.length).toBeGreaterThan(3);
    for (const order of [
      [1, 2, 3, 4],
      [3, 1, 4, 2],
    ]) {
      const record = merged(order);
      expect(timeless(record)).toEqual(timeless(whole));
      expect(record.workers).toBe(SHARDS);
      expect(CampaignRecord.parse(record)).toEqual(record);
    }
  });

  it('run each seed on the scenario that it would be run on without shards', () => {
    const records = [1, 2].map((index) => merged([index], undefined, true));
    expect(records.map(({ byScenario }) => byScenario.map(({ scenario }) => scenario))).toEqual([
      ['fan-out'],
      ['race'],
    ]);
  });

  it('are refused when one is missing, unless that is allowed: then the record says which', () => {
    expect(() => merged([1, 3, 4])).toThrow('of 4 shards, 2 is missing: give all of them, or add --partial');
    expect(() => merged([3])).toThrow(
      'of 4 shards, 1, 2 and 4 are missing: give all of them, or add --partial',
    );
    const record = merged([1, 3, 4], undefined, true);
    expect(record.missingShards).toEqual([2]);
    expect(record.runs).toBe(48);
  });

  it('are refused when one is there twice', () => {
    expect(() => merged([1, 2, 2, 3])).toThrow('2.blob and 2.blob are both shard 2/4: give each once');
  });

  it('are refused when they were made by different builds', () => {
    expect(() =>
      withSecond((blob) => ({ ...blob, heading: { ...blob.heading, build: 'deadbeef' } })),
    ).toThrow('2.blob was made by build deadbeef, and 1.blob by 0badcafe: merge what one build has made');
  });

  it.each([
    [
      'seed',
      (blob: CampaignBlob) => ({ ...blob, heading: { ...blob.heading, seeds: '--seed b' } }),
      '--seed b, and not --seeds 0..63',
    ],
    ['--tasks', (blob: CampaignBlob) => ({ ...blob, terms: { '--tasks': '4' } }), '4, and not 3'],
    ['--tasks', (blob: CampaignBlob) => ({ ...blob, terms: {} }), 'nothing, and not 3'],
    ['number of shards', (blob: CampaignBlob) => ({ ...blob, shard: { index: 2, of: 5 } }), '5, and not 4'],
  ])('are refused when they are of different campaigns, with another %s', (name, change, difference) => {
    expect(() => withSecond(change)).toThrow(
      `2.blob is of another campaign than 1.blob: its ${name} is ${difference}`,
    );
  });
});

describe('a blob', () => {
  const written = (name: string, content: string | Uint8Array): string => {
    const file = join(folder, name);
    writeFileSync(file, content);
    return file;
  };

  it('is read as it was written, compressed or not', () => {
    const [named] = blobs;
    const text = JSON.stringify(named?.blob);
    expect(readBlob(written('plain.blob', text))).toEqual(named?.blob);
    expect(readBlob(written('small.blob', gzipSync(text)))).toEqual(named?.blob);
  });

  it.each([
    ['absent', undefined, 'cannot be read'],
    ['cut off', (text: string) => gzipSync(text).subarray(0, 500), 'is damaged, or no blob'],
    ['something else', () => '{"schema":"skein/campaign","version":2}', 'is no blob'],
    [
      'of another version',
      () => '{"schema":"skein/blob","version":9}',
      'is of version 9, and this build reads 1',
    ],
    ['without a part', () => '{"schema":"skein/blob","version":1}', 'is damaged: '],
  ])('that is %s is refused in one line', (name, content, reason) => {
    const file = content
      ? written(`${name}.blob`, content(JSON.stringify(blobs[0]?.blob)))
      : join(folder, 'nowhere.blob');
    expect(() => readBlob(file)).toThrow(reason);
    expect(() => readBlob(file)).toThrow(/^[^\n]+$/);
  });
});
