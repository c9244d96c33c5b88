import { describe, expect, it } from 'vitest';
import { castOf } from '../../../reports/trace/actors.ts';
import { type Spans, spansOf } from '../../../reports/trace/spans.ts';
import type { SqlAnswer } from '../../../sim/target/index.ts';
import { type Move, resultOf, sql, wait } from '../../support/results.ts';

function spans(moves: readonly Move[], releases: readonly (readonly [number, number])[] = []): Spans {
  const { steps } = resultOf(moves).trace;
  return spansOf(steps, castOf(steps), new Map(releases));
}

const done = (command: string, count = 1): SqlAnswer => ({ rows: [], count, command, columns: [] });
const refused: SqlAnswer = { code: '23505', message: 'duplicate key' };

describe('transactions', () => {
  it('go from the statement they begin with to their end, and know what was written in them', () => {
    const { transactions, transactionOf } = spans([
      sql('a', 'update t set n = 1', done('UPDATE'), true),
      sql('b', 'update t set n = 1', done('UPDATE')),
      sql('a', 'select 1', done('SELECT')),
      sql('a', 'delete from t', done('DELETE', 0)),
      sql('a', 'commit', done('COMMIT', 0)),
    ]);
    expect(transactions).toEqual([{ actor: 0, from: 1, to: 5, end: 'committed', writes: [1] }]);
    expect([...transactionOf]).toEqual([
      [1, 0],
      [3, 0],
      [4, 0],
      [5, 0],
    ]);
  });

  it.each([
    ['rolled back', [sql('a', 'rollback', done('ROLLBACK'))], 2],
    ['rolled back', [sql('a', 'commit', done('ROLLBACK'))], 2],
    ['rolled back', [sql('a', 'commit', refused)], 2],
    ['lost', [{ actor: 'a', detail: { kind: 'lost', text: 'select 1', values: [], isDone: false } }], 2],
    ['committed', [{ actor: 'a', detail: { kind: 'lost', text: 'commit', values: [], isDone: true } }], 2],
    ['lost', [{ actor: 'nemesis', detail: { kind: 'blow', what: 'a dies', killed: ['a'] } }], 2],
    ['open', [sql('a', 'rollback to savepoint s', done('ROLLBACK')), sql('a', 'select 1', refused)], null],
  ] as const)('are %s', (end, moves, to) => {
    const { transactions } = spans([sql('a', 'begin', done('BEGIN')), ...(moves as readonly Move[])]);
    expect(transactions).toMatchObject([{ from: 1, to, end }]);
  });
});

describe('waits', () => {
  const update = 'update t set n = 2';

  it('end with the answer, and know which step let them go on', () => {
    const { waits, waitOf } = spans(
      [
        sql('a', update, done('UPDATE'), true),
        wait('b', update),
        sql('c', 'select 1'),
        sql('a', 'commit', done('COMMIT')),
        sql('c', update, done('UPDATE')),
        sql('b', update, done('UPDATE')),
      ],
      [[6, 4]],
    );
    expect(waits).toEqual([{ actor: 1, from: 2, to: 6, release: 4 }]);
    expect([...waitOf]).toEqual([
      [2, 0],
      [6, 0],
    ]);
  });

  it('may never end', () => {
    const { waits } = spans([sql('a', update, done('UPDATE'), true), wait('b', update)]);
    expect(waits).toEqual([{ actor: 1, from: 2, to: null, release: null }]);
  });

  it('may end by a step that is not known, where nobody was asked to choose', () => {
    const { waits } = spans([wait('b', update), sql('b', update, done('UPDATE'))]);
    expect(waits).toEqual([{ actor: 0, from: 1, to: 2, release: null }]);
  });
});
