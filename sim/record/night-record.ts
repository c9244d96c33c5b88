import { z } from 'zod';
import { CampaignRecord } from './campaign-record.ts';

const count = z.number().int().nonnegative();
const milliseconds = z.number().nonnegative();

/** Version of the record's shape. */
export const NIGHT_VERSION = 1;

/** How long it took to find a planted defect: the canary, or a rung of the ladder. */
const ProbeRecord = z.strictObject({
  defect: z.string(),
  law: z.string(),
  found: z.boolean(),
  /** Runs until it was found; all that were made, if it was not. */
  runs: count,
  elapsedMs: milliseconds,
});

/** One night: what `skein nightly` leaves, and what the index with its trends is made of. */
export const NightRecord = z.strictObject({
  schema: z.literal('skein/night'),
  version: z.literal(NIGHT_VERSION),
  /** Names the night's files, and sorts as the nights do: `2026-03-05T02-00-00Z`. */
  id: z.string(),
  /** The commit that ran; null outside of a repository. */
  commit: z.string().nullable(),
  isGreen: z.boolean(),
  /** Why it is red, a line each. */
  reasons: z.array(z.string()),
  /** Must be found, or the night proves nothing. */
  canary: ProbeRecord,
  ladder: z.array(ProbeRecord),
  /** Schedules that no night before has shown; null in the first one. */
  newSchedules: count.nullable(),
  /** Of each finding: the first night of those on record that had it, and how many had. */
  history: z.array(z.strictObject({ signature: z.string(), since: z.string(), nights: count })),
  /** How runs were shared out, and why more of some. */
  weights: z.array(
    z.strictObject({ scenario: z.string(), target: z.string(), weight: z.number(), why: z.string() }),
  ),
  campaign: CampaignRecord,
});
export type NightRecord = z.infer<typeof NightRecord>;
