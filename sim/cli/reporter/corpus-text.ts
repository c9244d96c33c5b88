import { plural, violationText } from '../../../reports/index.ts';
import type { KeptRun } from '../corpus.ts';
import type { Terminal } from '../terminal.ts';

/** Tells what kept findings came to: those that are as they should be in one line, every other one by itself. */
export function corpusText(runs: readonly KeptRun[], terminal: Terminal): readonly string[] {
  if (runs.length === 0) return [];
  const { paint } = terminal;
  const told: string[] = [];
  for (const { file, kept, outcome } of runs) {
    if (outcome.type === 'as it should') continue;
    if (outcome.type !== 'broken')
      told.push(`${paint.bold(`corpus: ${file}`)} means nothing any more: ${outcome.why}`);
    else {
      told.push(`${paint.bold(`corpus: ${file}`)} (${kept.label}) is broken:`, '');
      told.push(violationText(outcome.run, outcome.violation, terminal), '');
    }
  }
  const well = runs.filter(({ outcome }) => outcome.type === 'as it should').length;
  return [paint.dim(`corpus: ${well} of ${plural(runs.length, 'kept finding')} as they should be`), ...told];
}
