import type { FindingRecord } from '../sim/record/index.ts';
import { plural } from './finding-text.ts';
import type { Paint } from './paint.ts';

/** Tells a finding as far as its record does: the law, the witness, the run. Its token has the rest. */
export function findingRecordText(finding: FindingRecord, paint: Paint): string {
  const { law, statement, scenario, target, seed, count, shrunk } = finding;
  const { size, witness } = shrunk ?? finding;
  return [
    `${paint.red(paint.bold(`✗ ${law}`))}  ${paint.bold(witness)}`,
    `  ${paint.dim('law')}   ${statement}`,
    `  ${paint.dim('run')}   ${scenario}, ${size.tasks} tasks, ${size.workers} workers, ${size.servers} servers, seed ${seed}, on ${target}`,
    `  ${paint.dim('seen')}  in ${plural(count, 'run')}`,
  ].join('\n');
}
