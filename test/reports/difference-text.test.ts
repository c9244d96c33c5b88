import { describe, expect, it } from 'vitest';
import { differenceText, paintFor } from '../../reports/index.ts';
import type { DifferenceFinding, Outcome, OutcomeStep } from '../../sim/differential/index.ts';

const options = { paint: paintFor(false), width: 100 };

function sql(actor: string, text: string, count: number, options: readonly string[] = []): OutcomeStep {
  const answer = { rows: [], count, command: '', columns: [] };
  return { actor, options, detail: { kind: 'sql', text, values: [], begins: false, answer } };
}

function finding(one: readonly OutcomeStep[], other: readonly OutcomeStep[], at: number): DifferenceFinding {
  const outcome = (target: string, steps: readonly OutcomeStep[]): Outcome => ({
    target,
    steps,
    end: 'finished',
    left: [[{ id: target }]],
    divergences: target === 'postgres' ? [] : ['it waited'],
    hash: target,
  });
  const difference = {
    race: 'lost-update',
    seed: 'x/1',
    one: outcome('pglite', one),
    other: outcome('postgres', other),
    at,
    shape: 'some shape',
  };
  return { signature: '', kind: 'announced', difference, count: 1 };
}

const begin = sql('ten', 'begin', 0);
const update = sql('ten', 'update account set balance = 1 where id = 1', 1, ['ten: x', 'two: y']);
const wait: OutcomeStep = { ...update, detail: { kind: 'wait', text: 'begin', values: [1], begins: false } };

describe('a difference as text', () => {
  it('stands side by side, the first step that differs marked, and all of that step below', () => {
    expect(differenceText(finding([begin, update, begin], [begin, wait], 1), options)).toBe(
      [
        '✗ different  lost-update: some shape',
        '  run    seed x/1, at step 2, announced',
        '  again  npx skein run --targets pglite,postgres --scenario lost-update --seeds x/1',
        '',
        '        pglite                                       │ postgres',
        '     1  ten  BEGIN → 0 rows                          │ ten  BEGIN → 0 rows',
        '   ≠ 2  ten  UPDATE account → 1 row                  │ ten  BEGIN … waits',
        '     3  ten  BEGIN → 0 rows                          │',
        '',
        '  pglite',
        '    possible  ten: x | two: y',
        '    asked     update account set balance = 1 where id = 1 []',
        '    answered  {"rows":[],"count":1,"command":"","columns":[]}',
        '    announced it waited',
        '  postgres',
        '    possible  ten: x | two: y',
        '    asked     begin [1]',
        '    answered  nothing: it waits',
      ].join('\n'),
    );
  });

  it('shows what is left where the steps are the same', () => {
    const text = differenceText(finding([begin], [begin], 1), options);
    expect(text).toContain('seed x/1, after 1 steps that are the same');
    expect(text).toContain('left      [[{"id":"postgres"}]]');
  });

  it('leaves out what is long past', () => {
    const many = Array.from({ length: 40 }, () => begin);
    const text = differenceText(finding([...many, update], [...many, wait], 40), options);
    expect(text).toContain('     ⋮  16 more, the same\n    17  ten');
    expect(text.split('\n').every((line) => line.length <= 100)).toBe(true);
  });
});
