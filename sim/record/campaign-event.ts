import { z } from 'zod';
import { CampaignHeading, CampaignRecord, LostRun } from './campaign-record.ts';
import { FindingRecord } from './finding-record.ts';

const count = z.number().int().nonnegative();

/** Version of the events' shape. */
export const EVENT_VERSION = 1;

/** A campaign begins. */
const Begin = z.strictObject({
  event: z.literal('begin'),
  schema: z.literal('skein/campaign-event'),
  version: z.literal(EVENT_VERSION),
  ...CampaignHeading.omit({ missingShards: true }).shape,
});

/** A run is over. */
const Run = z.strictObject({
  event: z.literal('run'),
  /** The place of the seed among all seeds of the campaign, from 0. */
  at: count,
  seed: z.string(),
  scenario: z.string(),
  target: z.string(),
  strategy: z.string(),
  steps: count,
  elapsedMs: z.number().nonnegative(),
  hash: z.string(),
  /** Law and shape of what it broke first; null if every law held. */
  signature: z.string().nullable(),
});

/**
 * What happens in a campaign, as it happens: a line of `--reporter jsonl` each. `finding` tells a distinct failure once,
 * when it is first seen, and shrunk if it was to be; `end` has the campaign as a whole, its findings in full again.
 */
export const CampaignEvent = z.discriminatedUnion('event', [
  Begin,
  z.strictObject({ event: z.literal('corpus'), corpus: CampaignRecord.shape.corpus }),
  Run,
  z.strictObject({ event: z.literal('finding'), finding: FindingRecord }),
  z.strictObject({ event: z.literal('lost'), lost: LostRun }),
  z.strictObject({ event: z.literal('end'), campaign: CampaignRecord }),
]);
export type CampaignEvent = z.infer<typeof CampaignEvent>;
