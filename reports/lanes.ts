import type { Paint } from './paint.ts';
import { wrap } from './wrap.ts';

/** One cell of an interleaving: what an actor did in one step. */
export type Cell = {
  readonly lane: number;
  readonly text: string;
  /** What came back; undefined as long as it has to wait. */
  readonly result: string | undefined;
  readonly isRefused: boolean;
};

/** One row: a step in one lane, or a remark across all of them. */
export type Row = { readonly step: number; readonly cell: Cell } | { readonly remark: string };

const NARROWEST_LANE = 20;
const WIDEST_LANE = 46;
/** The hourglass is two columns wide. */
const WAITS = '⏳ waits';

/**
 * Draws an interleaving: a column per actor, a row per step, time running down.
 *
 * @param width columns of the terminal
 */
export function drawLanes(
  titles: readonly (readonly [string, string])[],
  rows: readonly Row[],
  width: number,
  paint: Paint,
): readonly string[] {
  const gutter = Math.max(4, ...rows.map((row) => ('step' in row ? String(row.step).length : 0))) + 1;
  const room = Math.floor((width - gutter) / Math.max(1, titles.length)) - 3;
  const lane = Math.max(NARROWEST_LANE, Math.min(WIDEST_LANE, room));
  const line = (first: string, cells: readonly string[]): string =>
    `${first.padStart(gutter)} ${cells.map((cell) => ` ${cell}`).join(` ${paint.dim('│')}`)}`.trimEnd();
  const blank = titles.map(() => ' '.repeat(lane));
  const rule = `${' '.repeat(gutter)} ${paint.dim(titles.map(() => '─'.repeat(lane + 2)).join('┼'))}`;
  const inLane = (index: number, text: string): readonly string[] =>
    blank.map((empty, each) => (each === index ? text : empty));

  const lines = [
    line(
      '',
      titles.map(([name]) => paint.bold(fit(name, lane))),
    ),
    line(
      'step',
      titles.map(([, detail]) => paint.dim(fit(detail, lane))),
    ),
    rule,
  ];
  for (const row of rows) {
    if ('remark' in row) {
      lines.push(`${' '.repeat(gutter)}  ${paint.dim(row.remark)}`);
      continue;
    }
    const { cell, step } = row;
    const color = (text: string): string => (cell.isRefused ? paint.red(text) : text);
    const texts = wrap(cell.text, lane).map((text) => color(text.padEnd(lane)));
    const results =
      cell.result === undefined
        ? [paint.cyan(fit(WAITS, lane - 1))]
        : wrap(`→ ${cell.result}`, lane).map((text) =>
            cell.isRefused ? paint.red(text.padEnd(lane)) : paint.green(text.padEnd(lane)),
          );
    for (const [index, text] of [...texts, ...results].entries()) {
      lines.push(line(index === 0 ? String(step) : '', inLane(cell.lane, text)));
    }
  }
  return lines;
}

function fit(text: string, length: number): string {
  return text.length <= length ? text.padEnd(length) : `${text.slice(0, length - 1)}…`;
}
