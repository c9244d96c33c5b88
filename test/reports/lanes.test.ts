import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawLanes, type Row } from '../../reports/lanes.ts';
import { paintFor } from '../../reports/index.ts';

const plain = paintFor(false);
/** Lanes named a, b, c, … with the same detail. */
const titles = (count: number): readonly (readonly [string, string])[] =>
  Array.from({ length: count }, (_, index) => [String.fromCharCode(97 + index), 'server-1']);

function row(step: number, lane: number, text: string, result = 'ok', isRefused = false): Row {
  return { step, cell: { lane, text, result, isRefused } };
}

/** A statement that has to wait. */
function waitingRow(step: number, lane: number, text: string): Row {
  return { step, cell: { lane, text, result: undefined, isRefused: false } };
}

/** The cells of a line, without the gutter that holds the step. */
function cellsOf(line: string, gutter = 6): readonly string[] {
  return line
    .slice(gutter)
    .split('│')
    .map((cell) => cell.trim());
}

describe('drawLanes', () => {
  it('draws a column per lane, titled, and a row per step under its own title', () => {
    const rows = [row(7, 0, 'COMMIT'), row(8, 2, 'ROLLBACK')];
    const lines = drawLanes(titles(3), rows, 120, plain);
    expect(lines).toHaveLength(7);
    const [names = '', details = '', rule = '', ...body] = lines;
    expect(cellsOf(names)).toEqual(['a', 'b', 'c']);
    expect(cellsOf(details)).toEqual(['server-1', 'server-1', 'server-1']);
    expect(details).toMatch(/^ step /);
    expect(rule.trim()).toMatch(/^─+┼─+┼─+$/);
    expect(body.map((line) => cellsOf(line))).toEqual([
      ['COMMIT', '', ''],
      ['→ ok', '', ''],
      ['', '', 'ROLLBACK'],
      ['', '', '→ ok'],
    ]);
    expect(body.map((line) => line.slice(0, 5).trim())).toEqual(['7', '', '8', '']);
  });

  it('puts all separators under each other', () => {
    const lines = drawLanes(titles(4), [row(1, 0, 'COMMIT'), row(2, 3, 'COMMIT')], 120, plain);
    const columns = lines.map((line) => [...line.matchAll(/[│┼]/g)].map((match) => match.index));
    expect(columns[0]).toHaveLength(3);
    for (const each of columns) expect(each).toEqual(columns[0]);
  });

  it('breaks what is too long for a lane at spaces, and loses no word', () => {
    const text = 'INSERT workflow_event sequence=8 TASK_COMPLETED and then some more';
    const lines = drawLanes(
      titles(2),
      [row(1, 1, text, 'a long answer that does not fit either')],
      60,
      plain,
    );
    const cells = lines.slice(3).map((line) => cellsOf(line)[1] ?? '');
    expect(cells.length).toBeGreaterThan(3);
    expect(cells.join(' ')).toBe(`${text} → a long answer that does not fit either`);
    expect(lines.slice(3).map((line) => line.slice(0, 5).trim())).toEqual([
      '1',
      ...cells.slice(1).map(() => ''),
    ]);
  });

  it('cuts a word, a title and a detail that no lane could hold', () => {
    const word = 'x'.repeat(50);
    const lines = drawLanes([[word, word]], [row(1, 0, word)], 30, plain);
    const cut = lines.filter((line) => line.includes('x'));
    expect(cut).toHaveLength(3);
    for (const line of cut) expect(cellsOf(line)[0]).toMatch(/^x+…$/);
    expect(new Set(cut.map((line) => cellsOf(line)[0]?.length)).size).toBe(1);
  });

  it('writes a remark across the lanes, in the place where it belongs', () => {
    const rows = [row(1, 0, 'COMMIT'), { remark: '⋮ 3 steps of others' }, row(5, 1, 'COMMIT')];
    const lines = drawLanes(titles(2), rows, 80, plain).slice(3);
    expect(lines[2]).toBe('       ⋮ 3 steps of others');
    expect(lines.map((line) => line.includes('│'))).toEqual([true, true, false, true, true]);
  });

  it('writes that a statement waits where its answer would be', () => {
    const rows = [waitingRow(3, 0, 'UPDATE counter'), row(4, 1, 'COMMIT'), row(5, 0, 'answer', '1 row')];
    const lines = drawLanes(titles(2), rows, 80, plain).slice(3);
    expect(lines.map((line) => cellsOf(line))).toEqual([
      ['UPDATE counter', ''],
      ['⏳ waits', ''],
      ['', 'COMMIT'],
      ['', '→ ok'],
      ['answer', ''],
      ['→ 1 row', ''],
    ]);
    // The hourglass is two columns wide: what is right of it is one character nearer.
    const borders = lines.map((line) => line.replace('⏳', '⏳ ').indexOf('│'));
    expect(new Set(borders).size).toBe(1);
  });

  it('makes lanes as wide as there is room, within bounds', () => {
    const laneWidth = (count: number, width: number): number => {
      const rule = drawLanes(titles(count), [], width, plain)[2]?.trim() ?? '';
      return (rule.split('┼')[0]?.length ?? 0) - 2;
    };
    expect(laneWidth(3, 100)).toBe(28);
    expect(laneWidth(3, 1_000)).toBe(46);
    expect(laneWidth(8, 80)).toBe(20);
  });

  it('draws no line longer than the width wherever lanes of the least width fit', () => {
    const text = fc.stringMatching(/^[a-z _=]{0,90}$/);
    const body = fc.array(fc.tuple(fc.nat({ max: 5 }), text, text, fc.boolean()), { maxLength: 12 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 0, max: 150 }),
        body,
        (lanes, spare, cells) => {
          const width = 5 + lanes * 23 + spare;
          const rows = cells.map(([lane, ...cell], index) => row(index + 1, lane % lanes, ...cell));
          const lines = drawLanes(titles(lanes), rows, width, plain);
          expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
          for (const line of lines) expect(line).toBe(line.trimEnd());
        },
      ),
    );
  });

  it('makes room for long step numbers, and keeps lines within the width', () => {
    const lines = drawLanes(titles(2), [row(1_234_567, 1, 'COMMIT')], 100, plain);
    expect(lines.some((line) => line.startsWith(' 1234567 '))).toBe(true);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('draws nothing but a heading where nobody took part', () => {
    expect(drawLanes([], [], 80, plain)).toHaveLength(3);
  });

  it('paints a refusal red and any other answer green, without changing a character', () => {
    const rows = [row(1, 0, 'INSERT', '✗ 23505', true), row(2, 0, 'COMMIT')];
    const painted = drawLanes(titles(1), rows, 60, paintFor(true));
    expect(painted.find((line) => line.includes('✗ 23505'))).toContain('\u001B[31m');
    expect(painted.find((line) => line.includes('→ ok'))).toContain('\u001B[32m');
    const bare = painted.map((line) => stripVTControlCharacters(line).trimEnd());
    expect(bare).toEqual(drawLanes(titles(1), rows, 60, plain));
  });
});
