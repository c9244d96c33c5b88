import { explain, wholeRun } from '../interleaving.ts';
import type { Row } from '../lanes.ts';
import type { ExportedRun } from './exported-run.ts';

/** More rows than that are no picture any more. */
const MOST_ROWS = 80;
/** Nor are more lanes. */
const MOST_LANES = 10;

/**
 * A run as a Mermaid sequence diagram: the handlers that explain what it broke, or all of them if it broke nothing, and
 * what each asked the database. What is left out of a long run is said where it would be.
 */
export function mermaidDiagram(
  run: Parameters<typeof wholeRun>[0] & Pick<ExportedRun, 'violations'>,
): string {
  const [violation] = run.violations;
  const shown = violation ? explain(run, violation.witness.subjects) : wholeRun(run);
  const rows = shown.rows.slice(-MOST_ROWS);
  const lanes = shown.lanes.slice(-MOST_LANES);
  const hidden = shown.lanes.length - lanes.length;
  const names = lanes.map(([title, server]) => `${title}<br/>${server}`);
  const cut = [
    shown.rows.length > rows.length ? `${shown.rows.length - rows.length} rows before are left out` : '',
    hidden > 0 ? `${hidden} of ${shown.lanes.length} handlers are left out` : '',
  ].filter((text) => text !== '');
  const across = names.length === 0 ? 'db' : `h1,db`;
  return [
    'sequenceDiagram',
    ...names.map((name, lane) => `  participant h${lane + 1} as ${escaped(name)}`),
    '  participant db as database',
    ...cut.map((text) => `  Note over ${across}: ⋮ ${text}`),
    ...rows.flatMap((row) => rowLines(row, hidden, across)),
    violation
      ? `  Note over ${across}: ${inLines(`✗ ${violation.law.name}: ${violation.witness.sentence}`)}`
      : `  Note over ${across}: ✓ every law holds`,
    '',
  ].join('\n');
}

/** @param hidden how many lanes, the first ones, are not shown */
function rowLines(row: Row, hidden: number, across: string): readonly string[] {
  if ('remark' in row) return [`  Note over ${across}: ${escaped(row.remark)}`];
  const { lane, text, result, isRefused } = row.cell;
  if (lane < hidden) return [];
  const who = `h${lane - hidden + 1}`;
  const asked = `  ${who}->>db: ${row.step} ${escaped(text)}`;
  if (result === undefined) return [asked, `  Note over ${who}: ⏳ waits`];
  return [asked, `  db-${isRefused ? '-x' : '->>'}${who}: ${escaped(result)}`];
}

const WIDEST_NOTE = 60;

/** Text that does not leave the box of a note, which does not grow with it. */
function inLines(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const joined = `${lines.at(-1) ?? ''} ${word}`.trim();
    if (lines.length > 0 && joined.length <= WIDEST_NOTE) lines[lines.length - 1] = joined;
    else lines.push(word);
  }
  return lines.map(escaped).join('<br/>');
}

/** Text that stays text: Mermaid ends a line at `;`, and takes `#` for the beginning of a character's name. */
function escaped(text: string): string {
  return text
    .replaceAll('#', '#35;')
    .replaceAll(/;(?<!#35;)/g, '#59;')
    .replaceAll(/<(?!br\/>)/g, '#lt;')
    .replaceAll(/(?<!<br\/)>/g, '#gt;')
    .replaceAll(/\s+/g, ' ');
}
