import { buildId, recordOf } from '../campaign/index.ts';
import {
  type CampaignHeading,
  type CampaignPart,
  type CampaignRecord,
  NIGHT_VERSION,
  type NightRecord,
} from '../record/index.ts';
import type { NightState } from './night-state.ts';
import { historyOf } from './past-nights.ts';
import { reasonsFor } from './verdict.ts';

/** A campaign that was made elsewhere, on many machines perhaps. */
export type MergedRuns = { readonly record: CampaignRecord; readonly part: CampaignPart };

/** What a night's record says besides what its journal does. */
export type NightContext = {
  /** Nights on record, the oldest first. */
  readonly nights: readonly NightRecord[];
  /** Schedules that no night before has shown; null in the first one. */
  readonly newSchedules: number | null;
  readonly isInterrupted: boolean;
  /** Runs that others have made, in place of those of the night's own. */
  readonly merged?: MergedRuns | undefined;
  /** How many workers made the runs. */
  readonly workers: number;
  /** Why the campaign could not go on, if it could not. */
  readonly failure?: string | undefined;
};

/** A night as data. @returns undefined as long as nobody has looked for the canary */
export function nightRecordOf(state: NightState, context: NightContext): NightRecord | undefined {
  const { plan, canary, rungs, shares = [], corpus = [] } = state;
  if (!canary) return undefined;
  const { id, commit, targets } = plan;
  const campaign =
    context.merged?.record ??
    recordOf(headingOf(state, context.workers), state.part(context.isInterrupted), corpus);
  const signatures = campaign.findings.map(({ signature }) => signature);
  const history = historyOf(id, signatures, context.nights);
  const { failure } = context;
  const reasons = reasonsFor({ id, canary, history, campaign, failure });
  return {
    schema: 'skein/night',
    version: NIGHT_VERSION,
    id,
    commit,
    isGreen: reasons.length === 0,
    reasons: [...reasons],
    canary,
    ladder: rungs,
    newSchedules: context.newSchedules,
    history,
    weights: targets.flatMap(({ name: target, part }) =>
      shares.map(({ scenario, weight, why }) => ({ scenario, target, weight: weight * part, why })),
    ),
    campaign,
  };
}

function headingOf({ plan }: NightState, workers: number): CampaignHeading {
  const { targets, scenarios, defect, seed } = plan;
  return {
    build: buildId(),
    targets: targets.map(({ name }) => name),
    strategy: 'portfolio',
    scenarios,
    faults: 'swarm',
    defect,
    seeds: `--seed ${seed}`,
    shard: null,
    missingShards: [],
    workers,
  };
}
