import { z } from 'zod';
import { CampaignRecord } from './campaign-record.ts';

const count = z.number().int().nonnegative();

/** What was seen: of everything twice the interval of places that saw it first, and one more if it was seen again. */
const SightingsPart = z.strictObject({ mask: count, things: z.record(z.string(), count).readonly() });

/**
 * What some of a campaign's runs came to, in a form that can be added up: whoever adds the parts of several workers or
 * machines has what one would have come to that made all the runs. What a part says is in {@link CampaignRecord}'s
 * words; what differs is there for adding up.
 */
export const CampaignPart = CampaignRecord.pick({
  startedAt: true,
  elapsedMs: true,
  runs: true,
  steps: true,
  failedRuns: true,
  divergentRuns: true,
  interrupted: true,
  hash: true,
  /** All scenarios of the plan, those without a run, too. */
  byScenario: true,
  strategies: true,
  faultsHappened: true,
  reached: true,
  slowest: true,
  lost: true,
  firstFindingMs: true,
  findings: true,
}).extend({
  /** Runs that broke no law and were done twice; findings are, too. */
  checkedTwice: count,
  /** Each step of a lifecycle, with the faults that happened in some run of it. */
  crossings: z.array(z.tuple([z.string(), z.array(z.string()).readonly()]).readonly()).readonly(),
  coverage: z.strictObject({
    oneIn: count,
    /** Runs that were watched, by the interval of their places. */
    runs: z.array(count).readonly(),
    traces: SightingsPart,
    orders: SightingsPart,
  }),
  claims: z.array(
    z.strictObject({
      scenario: z.string(),
      what: z.string(),
      reached: z.boolean(),
      runs: count,
      /** Whether it may be missed: no defect is planted, and runs are no smaller than the scenario. */
      fair: z.boolean(),
      /** Strategies that its scenario was run by. */
      strategies: z.array(z.string()),
    }),
  ),
});
export type CampaignPart = z.infer<typeof CampaignPart>;
