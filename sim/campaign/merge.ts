import type { CampaignBlob, CampaignPart, CampaignRecord } from '../record/index.ts';
import { BlobError } from './blob.ts';
import { recordOf } from './record-of.ts';
import { Tally } from './tally.ts';

/** A blob, and the file that it is from. */
export type NamedBlob = { readonly file: string; readonly blob: CampaignBlob };

/** A campaign put together. */
export type Merged = { readonly record: CampaignRecord; readonly part: CampaignPart };

/**
 * Puts the shards of a campaign together: the record is the one that a single machine would have given, but for times.
 *
 * @param isPartial whether shards may be missing; the record says which
 * @throws {BlobError} when blobs are not of one campaign, when a shard is there twice, or is missing
 */
export function mergeBlobs(blobs: readonly [NamedBlob, ...NamedBlob[]], isPartial = false): Merged {
  const [{ blob: first }] = blobs;
  checkSame(blobs);
  const ordered = blobs.toSorted(({ blob: one }, { blob: other }) => one.shard.index - other.shard.index);
  checkOnce(ordered);
  const missingShards = missingOf(ordered, first.shard.of);
  if (missingShards.length > 0 && !isPartial) {
    throw new BlobError(
      `of ${first.shard.of} shards, ${listOf(missingShards)} missing: give all of them, or add --partial`,
    );
  }
  const part = mergeParts(ordered.map(({ blob }) => blob.part));
  const workers = ordered.reduce((sum, { blob }) => sum + blob.workers, 0);
  const corpus = ordered.flatMap(({ blob }) => blob.corpus);
  return { record: recordOf({ ...first.heading, shard: null, missingShards, workers }, part, corpus), part };
}

/** Adds up what runs of the same campaign came to. */
function mergeParts(parts: readonly CampaignPart[]): CampaignPart {
  const tally = new Tally({ scenarios: [], size: {}, defect: undefined }, '');
  for (const part of parts) tally.merge(part);
  const times = parts.map(({ startedAt, elapsedMs, firstFindingMs }) => {
    const start = Date.parse(startedAt);
    return { start, end: start + elapsedMs, found: firstFindingMs === null ? null : start + firstFindingMs };
  });
  const start = Math.min(...times.map((each) => each.start));
  const found = times.flatMap((each) => each.found ?? []);
  return tally.part({
    startedAt: new Date(start).toISOString(),
    elapsedMs: Math.max(...times.map(({ end }) => end)) - start,
    firstFindingMs: found.length === 0 ? null : Math.min(...found) - start,
    interrupted: parts.some(({ interrupted }) => interrupted),
  });
}

function checkSame([first, ...others]: readonly [NamedBlob, ...NamedBlob[]]): void {
  const wanted = termsOf(first.blob);
  for (const { file, blob } of others) {
    if (blob.heading.build !== first.blob.heading.build) {
      throw new BlobError(
        `${file} was made by build ${blob.heading.build}, and ${first.file} by ${first.blob.heading.build}: merge what one build has made`,
      );
    }
    const given = termsOf(blob);
    for (const name of new Set([...wanted.keys(), ...given.keys()])) {
      const [one = 'nothing', other = 'nothing'] = [wanted.get(name), given.get(name)];
      if (one === other) continue;
      throw new BlobError(
        `${file} is of another campaign than ${first.file}: its ${name} is ${other}, and not ${one}`,
      );
    }
  }
}

/** Everything that must be the same in all shards, in words. */
function termsOf({ heading, terms, shard }: CampaignBlob): ReadonlyMap<string, string> {
  const { targets, strategy, scenarios, faults, defect, seeds } = heading;
  return new Map([
    ['number of shards', String(shard.of)],
    ['target', targets.join(', ')],
    ['strategy', strategy],
    ['list of scenarios', scenarios.join(', ')],
    ['faults', faults],
    ['defect', defect ?? 'none'],
    ['seed', seeds],
    ...Object.entries(terms),
  ]);
}

function checkOnce(ordered: readonly NamedBlob[]): void {
  for (const [index, { file, blob }] of ordered.entries()) {
    const before = ordered[index - 1];
    if (before?.blob.shard.index !== blob.shard.index) continue;
    const { index: which, of } = blob.shard;
    throw new BlobError(`${before.file} and ${file} are both shard ${which}/${of}: give each once`);
  }
}

function missingOf(ordered: readonly NamedBlob[], of: number): number[] {
  const there = new Set(ordered.map(({ blob }) => blob.shard.index));
  return Array.from({ length: of }, (_, index) => index + 1).filter((index) => !there.has(index));
}

const MOST_TOLD = 10;

/** `2 is`, `2 and 3 are`, `2, 3 and 4 are`; of many the first few. */
function listOf(numbers: readonly number[]): string {
  const told = numbers.slice(0, MOST_TOLD).map(String);
  const more = numbers.length - told.length;
  const last = more > 0 ? `${more} more` : told.pop();
  return told.length === 0 ? `${last} is` : `${told.join(', ')} and ${last} are`;
}
