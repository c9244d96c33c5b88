import type { NondeterminismError } from '../sim/campaign/index.ts';
import type { TraceStep } from '../sim/kernel/index.ts';

/** Shows the first step at which two runs that should be the same are not. */
export function divergenceText({ first, second, divergesAt }: NondeterminismError): string {
  if (divergesAt === undefined) return `  first  ${first.hash}\n  second ${second.hash}`;
  return [
    `  first  ${describe(first.trace.steps[divergesAt])}`,
    `  second ${describe(second.trace.steps[divergesAt])}`,
  ].join('\n');
}

function describe(step: TraceStep | undefined): string {
  return step ? `step ${step.number}, ${step.actor}: ${JSON.stringify(step.detail)}` : 'had ended';
}
