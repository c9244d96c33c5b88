import type { DifferenceFinding, Outcome, OutcomeStep } from '../sim/differential/index.ts';
import type { Paint } from './paint.ts';
import { summarizeSql } from './sql-summary.ts';

/** Steps before the first that differs, and after it. */
const BEFORE = 24;
const AFTER = 3;

/** Shows what two targets made of the same race, side by side; the first step that differs is marked. */
export function differenceText(
  { difference, kind }: DifferenceFinding,
  { paint, width }: { readonly paint: Paint; readonly width: number },
): string {
  const { race, seed, one, other, at, shape } = difference;
  const outcomes = [one, other];
  const gutter = 8;
  const column = Math.max(24, Math.floor((width - gutter - 3) / 2));
  const row = (mark: string, cells: readonly string[]): string =>
    `${mark.padStart(gutter - 2)}  ${cells.map((cell) => fit(cell, column)).join(paint.dim(' │ '))}`.trimEnd();
  const lines = [
    `${paint.red(paint.bold('✗ different'))}  ${paint.bold(`${race}: ${shape}`)}`,
    `  ${paint.dim('run')}    seed ${seed}, ${whereText(difference)}${kind === 'silent' ? '' : `, ${kind}`}`,
    `  ${paint.dim('again')}  ${againCommand(difference)}`,
    '',
    row(
      '',
      outcomes.map(({ target }) => target),
    ),
  ];
  const from = Math.max(0, at - BEFORE);
  if (from > 0) lines.push(row('⋮', [`${from} more, the same`]));
  for (let index = from; index <= at + AFTER; index += 1) {
    const cells = outcomes.map(({ steps }) => stepCell(steps[index]));
    if (cells.every((cell) => cell === '')) break;
    const line = row(`${index === at ? '≠ ' : ''}${index + 1}`, cells);
    lines.push(index === at ? paint.red(line) : index > at ? paint.dim(line) : line);
  }
  lines.push('', ...outcomes.flatMap((outcome) => facts(outcome, at, paint)));
  return lines.join('\n');
}

function whereText({ at, one, other }: DifferenceFinding['difference']): string {
  if (at < Math.max(one.steps.length, other.steps.length)) return `at step ${at + 1}`;
  return `after ${at} steps that are the same`;
}

/** The command that holds the race again. */
function againCommand({ race, seed, one, other }: DifferenceFinding['difference']): string {
  return `npx skein run --targets ${one.target},${other.target} --scenario ${race} --seeds ${seed}`;
}

/** Everything that one target said at the first difference: what was possible, what was asked and answered. */
function facts(
  { target, steps, left, end, divergences }: Outcome,
  at: number,
  paint: Paint,
): readonly string[] {
  const step = steps[at];
  const said = step
    ? [
        ...(step.options.length > 0 ? [`possible  ${step.options.map(oneLine).join(' | ')}`] : []),
        `asked     ${oneLine(step.detail.text)} ${JSON.stringify(step.detail.values)}`,
        `answered  ${step.detail.kind === 'wait' ? 'nothing: it waits' : JSON.stringify(step.detail.answer)}`,
      ]
    : [`ended     ${end}`, `left      ${JSON.stringify(left)}`];
  return [
    `  ${paint.bold(target)}`,
    ...said.map((line) => `    ${line}`),
    ...divergences.map((line) => `    announced ${line}`),
  ];
}

function stepCell(step: OutcomeStep | undefined): string {
  if (!step) return '';
  const { actor, detail } = step;
  if (detail.kind === 'sql') {
    const { statement, answer } = summarizeSql(detail);
    return `${actor}  ${statement} → ${answer}`;
  }
  const { text, values, begins } = detail;
  const answer = { rows: [], count: 0, command: '', columns: [] };
  return `${actor}  ${summarizeSql({ kind: 'sql', text, values, begins, answer }).statement} … waits`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function fit(text: string, length: number): string {
  return text.length <= length ? text.padEnd(length) : `${text.slice(0, length - 1)}…`;
}
