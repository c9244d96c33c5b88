import { z } from 'zod';
import { FindingRecord } from './finding-record.ts';

const count = z.number().int().nonnegative();
const milliseconds = z.number().nonnegative();
const chance = z.number().min(0);

/** Version of the record's shape: grows when a program that reads the old one could not read the new one. */
export const CAMPAIGN_VERSION = 2;

/** What had been seen after so many of the runs that were watched. */
const CurvePoint = z.strictObject({ runs: count, traces: count, orders: count });

/** How much of what there is to see was seen, by the runs that were watched. */
const CoverageRecord = z.strictObject({
  /** Runs that were watched. */
  runs: count,
  /** One seed in so many is watched. */
  oneIn: count,
  /** Schedules that differ in more than the order of steps that commute, and how likely the next one is new. */
  traces: z.strictObject({ seen: count, nextIsNew: chance.nullable() }),
  /** Orders of steps that raced. */
  orders: z.strictObject({ seen: count, possible: count, newInNext: chance.nullable() }),
  exact: z.boolean(),
  curve: z.array(CurvePoint),
});

/** What the runs of one scenario on one target came to. */
const ScenarioRecord = z.strictObject({
  scenario: z.string(),
  target: z.string(),
  runs: count,
  steps: count,
  failedRuns: count,
  /** Wall-clock time of its runs, added up over all workers. */
  elapsedMs: milliseconds,
});

/** A run that its worker did not survive. */
export const LostRun = z.strictObject({
  /** The place of the seed among all seeds of the campaign, from 0. */
  at: count,
  scenario: z.string(),
  target: z.string(),
  seed: z.string(),
  why: z.enum(['crashed', 'hung', 'out of memory']),
  message: z.string(),
});
export type LostRun = z.infer<typeof LostRun>;

/** One of the runs that took longest. */
const SlowRun = z.strictObject({
  scenario: z.string(),
  target: z.string(),
  seed: z.string(),
  steps: count,
  elapsedMs: milliseconds,
});

/** Of each strategy, the one of a portfolio that a run was. */
const StrategiesRecord = z.record(z.string(), z.strictObject({ runs: count, failedRuns: count }));

/**
 * A campaign as data: what `--reporter json` prints, blobs hold and reports are made of. Times are in milliseconds; what
 * there is none of is null; whatever is listed is in an order that no worker and no shard decides.
 */
export const CampaignRecord = z.strictObject({
  schema: z.literal('skein/campaign'),
  version: z.literal(CAMPAIGN_VERSION),
  /** Identifies the code that ran. */
  build: z.string(),
  /** When it was begun, as ISO 8601 in UTC. */
  startedAt: z.iso.datetime(),
  elapsedMs: milliseconds,
  targets: z.array(z.string()),
  strategy: z.string(),
  scenarios: z.array(z.string()),
  /** `swarm`, `none`, or names. */
  faults: z.string(),
  defect: z.string().nullable(),
  /** How the seeds were given: `--seeds 0..99`. */
  seeds: z.string(),
  /** Which part of the seeds; null for all. */
  shard: z.strictObject({ index: count, of: count }).nullable(),
  /** Shards that were to be merged into this record and were not there, from 1 on. */
  missingShards: z.array(count),
  /** Runs that were made at a time, on all machines together. */
  workers: count,
  runs: count,
  steps: count,
  failedRuns: count,
  checkedTwice: count,
  divergentRuns: count,
  interrupted: z.boolean(),
  /** One hash over the hashes of all runs, each with its place among the seeds: whatever the order they were done in. */
  hash: z.string(),
  byScenario: z.array(ScenarioRecord),
  strategies: StrategiesRecord,
  /** Faults that happened, and how often. */
  faultsHappened: z.record(z.string(), count),
  /** Steps of lifecycles that were taken, and those that never were. */
  reached: z.array(z.string()),
  unreached: z.array(z.string()),
  crossings: z.strictObject({ seen: count, possible: count }),
  coverage: CoverageRecord,
  /** What scenarios say must be reached. */
  claims: z.array(
    z.strictObject({
      scenario: z.string(),
      what: z.string(),
      runs: count,
      reached: z.boolean(),
      missed: z.boolean(),
    }),
  ),
  /** Kept findings, which are run first. */
  corpus: z.array(
    z.strictObject({
      file: z.string(),
      label: z.string(),
      outcome: z.string(),
      why: z.string().nullable(),
    }),
  ),
  /** Runs that took longest, the longest first. */
  slowest: z.array(SlowRun),
  lost: z.array(LostRun),
  /** Time to the first finding; null if nothing was found. */
  firstFindingMs: milliseconds.nullable(),
  findings: z.array(FindingRecord),
});
export type CampaignRecord = z.infer<typeof CampaignRecord>;

/** What a campaign is about: all that is known of it before its first run. */
export const CampaignHeading = CampaignRecord.pick({
  build: true,
  targets: true,
  strategy: true,
  scenarios: true,
  faults: true,
  defect: true,
  seeds: true,
  shard: true,
  missingShards: true,
  workers: true,
});
export type CampaignHeading = Readonly<z.infer<typeof CampaignHeading>>;
