import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import { BLOB_VERSION, CampaignBlob } from '../record/index.ts';

/** A blob cannot be read, or does not fit the others. */
export class BlobError extends Error {
  override readonly name = 'BlobError';
}

/** Blobs above so many bytes are compressed. */
const LARGE = 64 * 1_024;
/** How what gzip wrote begins. */
const GZIP = Buffer.from([0x1f, 0x8b]);

/** What of a blob every version of it has. */
const AnyBlob = z.object({ schema: z.literal('skein/blob'), version: z.number() });

/** Writes a blob beside its place and moves it there, so that nobody ever reads half of it. */
export function writeBlob(file: string, blob: CampaignBlob): void {
  const text = Buffer.from(JSON.stringify(blob));
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, text.length > LARGE ? gzipSync(text) : text);
  renameSync(unfinished, file);
}

/** @throws {BlobError} when there is none, or it is not of this version's kind. */
export function readBlob(file: string): CampaignBlob {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw new BlobError(`${file} cannot be read: skein run --blob writes blobs`, { cause });
  }
  let content: unknown;
  try {
    content = JSON.parse((bytes.subarray(0, 2).equals(GZIP) ? gunzipSync(bytes) : bytes).toString());
  } catch (cause) {
    throw new BlobError(`${file} is damaged, or no blob: skein run --blob writes blobs`, { cause });
  }
  const any = AnyBlob.safeParse(content);
  if (!any.success) throw new BlobError(`${file} is no blob: skein run --blob writes blobs`);
  const { version } = any.data;
  if (version !== BLOB_VERSION) {
    throw new BlobError(`${file} is of version ${version}, and this build reads ${BLOB_VERSION}`);
  }
  const blob = CampaignBlob.safeParse(content);
  if (!blob.success) throw new BlobError(`${file} is damaged: ${z.prettifyError(blob.error).split('\n')[0]}`);
  return blob.data;
}
