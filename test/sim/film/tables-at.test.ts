import { describe, expect, it } from 'vitest';
import { type Film, TablesAt } from '../../../sim/film/index.ts';

const [FIRST, SECOND] = [
  { step: 1, changes: [{ table: 0, before: undefined, after: ['a', '1'] }] },
  {
    step: 4,
    changes: [
      { table: 0, before: ['a', '1'], after: ['a', '2'] },
      { table: 0, before: undefined, after: ['b', null] },
    ],
  },
] as const;

const film: Film = {
  tables: [{ name: 'account', columns: ['id', 'balance'], key: [0] }],
  frames: [FIRST, SECOND],
  unseen: [],
  alternatives: new Map(),
};

describe('tables at a step', () => {
  it('are as they are in the end, and as they were before each frame that is taken back', () => {
    const tables = new TablesAt(film);
    expect(tables.rowsOf('account')).toEqual([
      { id: 'a', balance: '2' },
      { id: 'b', balance: null },
    ]);
    tables.takeBack(SECOND);
    expect(tables.rowsOf('account')).toEqual([{ id: 'a', balance: '1' }]);
    tables.takeBack(FIRST);
    expect(tables.rowsOf('account')).toEqual([]);
  });

  it('are empty where there is no such table', () => {
    expect(new TablesAt(film).rowsOf('nothing')).toEqual([]);
  });
});
