import { z } from 'zod';
import { CampaignPart } from './campaign-part.ts';
import { CampaignHeading, CampaignRecord } from './campaign-record.ts';

/** Version of the blob's shape: grows when a program that reads the old one could not read the new one. */
export const BLOB_VERSION = 1;

/** What one shard of a campaign leaves for merging. */
export const CampaignBlob = z.strictObject({
  schema: z.literal('skein/blob'),
  version: z.literal(BLOB_VERSION),
  /** What the campaign is about: the same in all shards. */
  heading: CampaignHeading.omit({ shard: true, missingShards: true, workers: true }),
  /** Everything else that was asked for and decides what is run, by flag: the same in all shards. */
  terms: z.record(z.string(), z.string()).readonly(),
  shard: z.strictObject({ index: z.number().int().positive(), of: z.number().int().positive() }),
  workers: CampaignRecord.shape.workers,
  /** Kept findings: the first shard runs them. */
  corpus: CampaignRecord.shape.corpus,
  part: CampaignPart,
});
export type CampaignBlob = z.infer<typeof CampaignBlob>;
