import type { CampaignResult } from '../../campaign/index.ts';
import type { CampaignHeading } from './reporter.ts';

/** Version of the JSON report's shape; grows when the shape changes. */
const SCHEMA_VERSION = 1;

/** A campaign as data. Times are in milliseconds. */
export function jsonReport(heading: CampaignHeading, result: CampaignResult): object {
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
    interrupted: result.isInterrupted,
    findings: result.findings.map(({ signature, run, violation, token, count }) => ({
      signature,
      law: violation.law.name,
      witness: violation.witness.sentence,
      subjects: violation.witness.subjects,
      scenario: run.plan.scenario.name,
      size: run.plan.size,
      seed: run.plan.seed,
      count,
      steps: run.trace.steps.length,
      preemptions: run.preemptions,
      divergences: run.divergences,
      hash: run.hash,
      token,
    })),
  };
}
