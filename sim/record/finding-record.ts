import { z } from 'zod';

const count = z.number().int().nonnegative();
const milliseconds = z.number().nonnegative();

/** How much there is of everything in a run. */
export const SizeRecord = z.strictObject({ tasks: count, workers: count, servers: count });

/** How much there is to read in a run. */
export const FiguresRecord = z.strictObject({ steps: count, preemptions: count, faults: count });

/** What a finding was shrunk to. */
export const ShrunkRecord = z.strictObject({
  size: SizeRecord,
  from: FiguresRecord,
  to: FiguresRecord,
  /** What breaks the law in it, in one sentence. */
  witness: z.string(),
  /** One step comes before another one, each by its name in words. */
  deviations: z.array(z.strictObject({ take: z.string(), before: z.string() })),
  /** Runs that shrinking took. */
  runs: count,
  elapsedMs: milliseconds,
  minimal: z.boolean(),
  hash: z.string(),
  token: z.string(),
  /** Replays it, in any shell. */
  command: z.string(),
});

/** A distinct failure: all runs that broke the same law in the same shape. */
export const FindingRecord = z.strictObject({
  /** Law and shape of the witness: what makes two failures one finding. */
  signature: z.string(),
  law: z.string(),
  /** What the law says, in one sentence. */
  statement: z.string(),
  /** What breaks it, in one sentence. */
  witness: z.string(),
  /** Ids that the sentence speaks of. */
  subjects: z.array(z.string()),
  target: z.string(),
  scenario: z.string(),
  size: SizeRecord,
  seed: z.string(),
  /** The place of the seed among all seeds of the campaign, from 0: the finding's first run, whichever worker had it. */
  at: count,
  strategy: z.string().nullable(),
  /** Runs that showed it. */
  count,
  /** In how many runs of each strategy. */
  strategies: z.record(z.string(), count),
  /** Seeds that showed it, the shortest run first, a few at most. */
  seeds: z.array(z.strictObject({ seed: z.string(), steps: count })),
  figures: FiguresRecord,
  divergences: z.array(z.string()),
  hash: z.string(),
  token: z.string(),
  /** Replays the run as it was found, in any shell. */
  command: z.string(),
  shrunk: ShrunkRecord.nullable(),
});
export type FindingRecord = z.infer<typeof FindingRecord>;

/** What a finding is called among others: its law, and how that broke where it is not the only one of that law. */
export function nameAmong(
  findings: readonly Pick<FindingRecord, 'law' | 'signature'>[],
  { law, signature }: Pick<FindingRecord, 'law' | 'signature'>,
): string {
  return findings.filter((each) => each.law === law).length > 1 ? signature : law;
}
