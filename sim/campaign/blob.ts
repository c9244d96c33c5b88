import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { BLOB_VERSION, CampaignBlob, type CampaignPart, type CampaignRecord } from '../record/index.ts';

/** A blob cannot be read, or does not fit the others. */
export class BlobError extends Error {
  override readonly name = 'BlobError';
}

/** How what gzip wrote begins. */
const GZIP = Buffer.from([0x1f, 0x8b]);

/** What of a blob every version of it has. */
const AnyBlob = z.object({ schema: z.literal('skein/blob'), version: z.number() });

/**
 * What is needed to put a campaign together with its other shards.
 *
 * @param terms what its shards must have in common, besides what the record says
 */
export function blobOf(
  record: CampaignRecord,
  part: CampaignPart,
  terms: Readonly<Record<string, string>>,
): CampaignBlob {
  const { build, targets, strategy, scenarios, faults, defect, seeds, shard, workers, corpus } = record;
  return {
    schema: 'skein/blob',
    version: BLOB_VERSION,
    heading: { build, targets, strategy, scenarios, faults, defect, seeds },
    terms,
    shard: shard ?? { index: 1, of: 1 },
    workers,
    corpus,
    part,
  };
}

/** @throws {BlobError} when there is none, or it is not of this version's kind. */
export function readBlob(file: string): CampaignBlob {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw new BlobError(`${file} cannot be read: skein run --reporter blob writes them`, { cause });
  }
  let content: unknown;
  try {
    content = JSON.parse((bytes.subarray(0, 2).equals(GZIP) ? gunzipSync(bytes) : bytes).toString());
  } catch (cause) {
    throw new BlobError(`${file} is damaged, or no blob: skein run --reporter blob writes them`, { cause });
  }
  const any = AnyBlob.safeParse(content);
  if (!any.success) throw new BlobError(`${file} is no blob: skein run --reporter blob writes them`);
  const { version } = any.data;
  if (version !== BLOB_VERSION) {
    throw new BlobError(`${file} is of version ${version}, and this build reads ${BLOB_VERSION}`);
  }
  const blob = CampaignBlob.safeParse(content);
  if (!blob.success) throw new BlobError(`${file} is damaged: ${z.prettifyError(blob.error).split('\n')[0]}`);
  return blob.data;
}
