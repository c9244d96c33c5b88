import { TRANSITIONS } from '../../models/lifecycle/index.ts';
import { Coverage, Crossings } from '../coverage/index.ts';
import { FAULTS } from '../fault/index.ts';
import {
  CAMPAIGN_VERSION,
  type CampaignHeading,
  type CampaignPart,
  type CampaignRecord,
} from '../record/index.ts';
import { claimsRecordOf } from './claim-tally.ts';

/** A campaign as data. @param corpus what became of kept findings, which were run first */
export function recordOf(
  heading: CampaignHeading,
  part: CampaignPart,
  corpus: CampaignRecord['corpus'],
): CampaignRecord {
  const coverage = new Coverage();
  coverage.merge(part.coverage);
  const crossings = new Crossings();
  crossings.merge(part.crossings);
  const taken = new Set(part.reached);
  const transitions = TRANSITIONS.map(({ name }) => name);
  return {
    schema: 'skein/campaign',
    version: CAMPAIGN_VERSION,
    ...heading,
    startedAt: part.startedAt,
    elapsedMs: Math.round(part.elapsedMs),
    runs: part.runs,
    steps: part.steps,
    failedRuns: part.failedRuns,
    checkedTwice: part.checkedTwice + part.findings.length,
    divergentRuns: part.divergentRuns,
    interrupted: part.interrupted,
    hash: part.hash,
    byScenario: part.byScenario
      .filter(({ runs }) => runs > 0)
      .map((each) => ({ ...each, elapsedMs: Math.round(each.elapsedMs) })),
    strategies: part.strategies,
    faultsHappened: part.faultsHappened,
    reached: transitions.filter((name) => taken.has(name)),
    unreached: transitions.filter((name) => !taken.has(name)),
    crossings: { seen: crossings.count, possible: TRANSITIONS.length * FAULTS.length },
    coverage: coverageRecordOf(coverage),
    claims: claimsRecordOf(part.claims),
    corpus,
    slowest: part.slowest.map((each) => ({ ...each, elapsedMs: Math.round(each.elapsedMs) })),
    lost: part.lost,
    firstFindingMs: part.firstFindingMs === null ? null : Math.round(part.firstFindingMs),
    findings: part.findings,
  };
}

/** Figures that there are none of yet are null. */
function coverageRecordOf(coverage: Coverage): CampaignRecord['coverage'] {
  const { runs, oneIn, traces, orders, isExact, curve } = coverage.figures();
  return {
    runs,
    oneIn,
    traces: { seen: traces.seen, nextIsNew: traces.nextIsNew ?? null },
    orders: { seen: orders.seen, possible: orders.possible, newInNext: orders.newInNext ?? null },
    exact: isExact,
    curve: [...curve],
  };
}
