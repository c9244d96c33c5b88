import { describe, expect, it } from 'vitest';
import { compareRuns } from '../../../reports/trace/compare-runs.ts';
import type { PageRun } from '../../../reports/trace/page-data.ts';
import { pageActor, pageRun, pageStep } from '../../support/trace-pages.ts';

/** A run whose steps are told as letters: who, and what. */
function run(label: string, ...steps: readonly string[]): PageRun {
  const actors = ['a', 'b', 'c'].map((name) => pageActor(name));
  return pageRun({
    label,
    actors,
    steps: steps.map((step) => {
      const [who = '', text = '', result = '1 row'] = step.split(' ');
      return pageStep(text, { actor: actors.findIndex(({ name }) => name === who), kind: 'other', result });
    }),
  });
}

describe('two runs side by side', () => {
  it('are the same row by row where they do the same', () => {
    const { rows, first, title } = compareRuns(
      run('one', 'a x', 'b y', 'a x'),
      run('other', 'a x', 'b y', 'a x'),
    );
    expect(rows).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
    expect(first).toBeNull();
    expect(title).toBe('Both runs did the same, and were answered the same.');
  });

  it('go apart where the order of steps does, and come together again', () => {
    const { rows, first, title, sentence } = compareRuns(
      run('one', 'a x', 'b read', 'a write', 'c z'),
      run('other', 'a x', 'a write', 'b read', 'c z'),
    );
    expect(first).toBe(1);
    expect(rows[0]).toEqual([1, 1]);
    expect(rows.at(-1)).toEqual([4, 4]);
    expect(rows.flatMap(([left]) => (left > 0 ? [left] : []))).toEqual([1, 2, 3, 4]);
    expect(rows.flatMap(([, right]) => (right > 0 ? [right] : []))).toEqual([1, 2, 3, 4]);
    expect(title).toBe('The runs go apart at step 2.');
    expect(sentence).toBe('one: b, read → 1 row. other: a, write → 1 row.');
  });

  it('go apart where the same step has another outcome', () => {
    const { first, differing, rows } = compareRuns(run('one', 'a x', 'b y 1'), run('other', 'a x', 'b y ✗'));
    expect({ first, differing }).toEqual({ first: 1, differing: [1] });
    expect(rows).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });

  it('go apart where one of them ends', () => {
    const { first, sentence } = compareRuns(run('one', 'a x', 'b y'), run('other', 'a x'));
    expect(first).toBe(1);
    expect(sentence).toBe('one: b, y → 1 row. other: has ended.');
  });

  it('are compared in a moment, however long they are', () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `a s${index}`);
    expect(compareRuns(run('one', ...names), run('other', 'b first', ...names)).rows).toHaveLength(20_001);
  });
});
