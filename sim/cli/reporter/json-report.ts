import type { CampaignResult, ShrunkFinding } from '../../campaign/index.ts';
import type { KeptRun } from '../corpus.ts';
import type { CampaignHeading } from './reporter.ts';

/** Version of the JSON report's shape; grows when the shape changes. */
const SCHEMA_VERSION = 1;

/** A campaign as data. Times are in milliseconds. */
export function jsonReport(
  heading: CampaignHeading,
  result: CampaignResult,
  corpus: readonly KeptRun[],
): object {
  return {
    schema: SCHEMA_VERSION,
    ...heading,
    defect: heading.defect ?? null,
    runs: result.runs,
    steps: result.steps,
    elapsedMs: Math.round(result.elapsedMs),
    failedRuns: result.failedRuns,
    checkedTwice: result.checkedTwice,
    divergentRuns: result.divergentRuns,
    reached: [...result.reached],
    faultsHappened: Object.fromEntries(result.faults),
    crossings: result.crossings,
    coverage: coverageJson(result.coverage),
    claims: result.claims.map(({ scenario, what, runs, isReached, isMissed }) => ({
      scenario,
      what,
      runs,
      reached: isReached,
      missed: isMissed,
    })),
    interrupted: result.isInterrupted,
    corpus: corpus.map(({ file, kept, outcome }) => ({
      file,
      label: kept.label,
      outcome: outcome.type,
      why: 'why' in outcome ? outcome.why : null,
    })),
    strategies: Object.fromEntries(result.strategies),
    findings: result.findings.map(({ signature, run, violation, token, shrunk, count, strategies }) => ({
      signature,
      law: violation.law.name,
      witness: violation.witness.sentence,
      subjects: violation.witness.subjects,
      scenario: run.plan.scenario.name,
      size: run.plan.size,
      seed: run.plan.seed,
      strategy: run.strategy ?? null,
      count,
      strategies: Object.fromEntries(strategies),
      steps: run.trace.steps.length,
      preemptions: run.preemptions,
      divergences: run.divergences,
      hash: run.hash,
      token,
      shrunk: shrunk ? shrunkJson(shrunk) : null,
    })),
  };
}

/** Figures that there are none of yet are null. */
function coverageJson({ runs, oneIn, traces, orders, isExact, curve }: CampaignResult['coverage']): object {
  return {
    runs,
    oneIn,
    traces: { seen: traces.seen, nextIsNew: traces.nextIsNew ?? null },
    orders: { seen: orders.seen, possible: orders.possible, newInNext: orders.newInNext ?? null },
    exact: isExact,
    curve,
  };
}

/** What a finding was shrunk to; its figures are of the part in which something happens. */
function shrunkJson({ run, token, deviations, from, to, runs, elapsedMs, isMinimal }: ShrunkFinding): object {
  return {
    size: run.plan.size,
    from,
    to,
    deviations: deviations.map(({ before, take, ...nth }): object => ({
      before: JSON.parse(before) as unknown,
      take: JSON.parse(take) as unknown,
      ...nth,
    })),
    runs,
    elapsedMs: Math.round(elapsedMs),
    minimal: isMinimal,
    hash: run.hash,
    token,
  };
}
