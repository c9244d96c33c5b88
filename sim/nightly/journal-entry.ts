import { z } from 'zod';
import { CampaignPart, CampaignRecord, FindingRecord, NightRecord } from '../record/index.ts';

const count = z.number().int().nonnegative();
const milliseconds = z.number().nonnegative();

/** Version of the entries' shapes: another one cannot be gone on with. */
export const JOURNAL_VERSION = 1;

/** A database under test, and its part of the night: as much of it as of the sum of all parts. */
const TargetPart = z.strictObject({ name: z.string(), part: z.number().positive() });

/** What a night is to do: all that its runs depend on, by names. */
export const NightPlan = z.strictObject({
  id: z.string(),
  /** Identifies the code that runs. */
  build: z.string(),
  commit: z.string().nullable(),
  /** When it was begun, as ISO 8601 in UTC. */
  startedAt: z.iso.datetime(),
  /** Grows the seeds of all runs. */
  seed: z.string(),
  targets: z.tuple([TargetPart], TargetPart),
  scenarios: z.array(z.string()),
  defect: z.string().nullable(),
  /** Whether the bugs of the ladder are looked for. */
  climbs: z.boolean(),
  /** Wall-clock time for all of the night; no limit if null. */
  budgetMs: milliseconds.nullable(),
  /** How many runs; no limit if null. */
  runs: count.nullable(),
  /** How long each finding may be made simpler; not at all if null. */
  shrinkMs: milliseconds.nullable(),
});
export type NightPlan = z.infer<typeof NightPlan>;

/** Something of a night that is done, and need not be done again. */
export const JournalEntry = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('night'), version: z.literal(JOURNAL_VERSION), plan: NightPlan }),
  /** Kept findings were run. */
  z.strictObject({ type: z.literal('corpus'), corpus: CampaignRecord.shape.corpus }),
  z.strictObject({ type: z.literal('canary'), probe: NightRecord.shape.canary }),
  z.strictObject({ type: z.literal('rung'), probe: NightRecord.shape.canary }),
  /** How runs are shared out. */
  z.strictObject({
    type: z.literal('shares'),
    shares: z.array(z.strictObject({ scenario: z.string(), weight: count, why: z.string() })),
  }),
  /** Runs on a target begin, with this place among all seeds. */
  z.strictObject({ type: z.literal('stretch'), target: z.string(), from: count, nightMs: milliseconds }),
  /** Runs were made on a target. From its first place on all before `next` are done, and some behind it. */
  z.strictObject({
    type: z.literal('runs'),
    target: z.string(),
    next: count,
    beyond: z.array(count),
    part: CampaignPart,
    /** How long the night had been going on, all its processes together. */
    nightMs: milliseconds,
  }),
  /** A finding was made simpler, or could not be. */
  z.strictObject({
    type: z.literal('simplified'),
    signature: z.string(),
    shrunk: FindingRecord.shape.shrunk,
  }),
  /** The night is over, and cannot be gone on with. */
  z.strictObject({ type: z.literal('end') }),
]);
export type JournalEntry = z.infer<typeof JournalEntry>;
