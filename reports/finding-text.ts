import type { RunResult, Violation } from '../sim/campaign/index.ts';
import { explain, wholeRun } from './interleaving.ts';
import { drawLanes } from './lanes.ts';
import type { Paint } from './paint.ts';

export type FindingTextOptions = {
  readonly paint: Paint;
  /** Columns of the terminal. */
  readonly width: number;
  /** Show every handler of the run, not only those that explain the violation. */
  readonly isFull?: boolean;
};

/** Tells a violation as a person reads it: the law, the witness, the interleaving in lanes. */
export function violationText(run: RunResult, violation: Violation, options: FindingTextOptions): string {
  const { paint, width, isFull = false } = options;
  const { law, witness } = violation;
  const { lanes, rows } = isFull ? wholeRun(run) : explain(run, witness.subjects);
  const also = run.violations.filter((other) => other !== violation).map((other) => other.law.name);
  const { scenario, size, seed, defect } = run.plan;
  return [
    `${paint.red(paint.bold(`✗ ${law.name}`))}  ${paint.bold(witness.sentence)}`,
    `  ${paint.dim('law')}   ${law.statement}`,
    `  ${paint.dim('run')}   ${scenario.name}, ${size.tasks} tasks, ${size.workers} workers, ${size.servers} servers, seed ${seed}${
      defect ? `, defect ${defect.name}` : ''
    }`,
    `  ${paint.dim('trace')} ${plural(run.trace.steps.length, 'step')}, ${plural(run.preemptions, 'preemption')}, ${
      run.elapsedMs / 1_000
    } s of virtual time, hash ${run.hash}`,
    ...faultLines(run, paint),
    ...(also.length > 0 ? [`  ${paint.dim('also')}  breaks ${also.join(', ')}`] : []),
    ...run.divergences.map((divergence) => `  ${paint.dim('but')}   ${divergence}`),
    '',
    ...drawLanes(lanes, rows, width, paint),
  ].join('\n');
}

/** What could go wrong in a run, and what did. */
function faultLines({ plan, faults }: RunResult, paint: Paint): readonly string[] {
  if (!plan.faults) return [];
  const { names, most } = plan.faults;
  const happened = [...faults].map(([name, count]) => (count === 1 ? name : `${name} ${count}`));
  const allowed = `of ${names.join(', ')}, ${plural(most, 'fault')} at most`;
  return [`  ${paint.dim('wrong')} ${happened.join(', ') || 'nothing'} ${paint.dim(`(${allowed})`)}`];
}

/** `1 step`, `2 steps`. */
export function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}
