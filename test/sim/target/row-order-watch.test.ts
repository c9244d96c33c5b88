import { describe, expect, it } from 'vitest';
import { RowOrderWatch } from '../../../sim/target/row-order-watch.ts';
import type { SqlAnswer } from '../../../sim/target/index.ts';

/** A watch whose statements have these plans. */
function watching(plans: Readonly<Record<string, object>>): RowOrderWatch {
  return new RowOrderWatch(new Set(['account_pkey']), (text): SqlAnswer => {
    const plan = plans[text.replace('explain (generic_plan, format json) ', '')];
    if (!plan) return { code: '42P01', message: 'relation does not exist' };
    return { rows: [{ 'QUERY PLAN': [{ Plan: plan }] }], count: 1, command: 'EXPLAIN', columns: [] };
  });
}

const BY_KEY = { 'Node Type': 'Index Scan', 'Index Name': 'account_pkey' };
const SCAN = { 'Node Type': 'Seq Scan' };

describe('whether answers may depend on where rows lie', () => {
  it('they do not as long as rows are found by unique indexes', () => {
    const watch = watching({ 'select 1': BY_KEY });
    watch.reset();
    watch.saw({ text: 'begin' });
    watch.saw({ text: 'select 1' });
    watch.saw({ text: 'commit' });
    expect(watch.hadDirtyView()).toBe(false);
    expect(watch.reset()).toBe('nothing');
  });

  it('they may from the first scan on: that run is repeated, the tables are made as new before each', () => {
    const watch = watching({ 'select 1': SCAN });
    watch.reset();
    watch.saw({ text: 'select 1' });
    expect(watch.isDecided()).toBe(false);
    expect(watch.hadDirtyView()).toBe(true);
    expect(watch.reset()).toBe('vacuum');
    watch.tablesAreNew();
    watch.saw({ text: 'select 1' });
    expect(watch.hadDirtyView()).toBe(false);
  });

  it('a run over new tables need not be repeated', () => {
    const watch = watching({ 'select 1': SCAN });
    watch.reset();
    watch.tablesAreNew();
    watch.saw({ text: 'select 1' });
    expect(watch.hadDirtyView()).toBe(false);
    expect(watch.reset()).toBe('vacuum');
  });

  it('a serializable transaction sees how indexes are paged: the tables get new files before each run', () => {
    const watch = watching({});
    watch.reset();
    watch.saw({ text: 'begin isolation level serializable' });
    expect(watch.hadDirtyView()).toBe(true);
    expect(watch.reset()).toBe('truncate');
    watch.tablesAreNew();
    watch.saw({ text: 'begin isolation level serializable' });
    expect(watch.hadDirtyView()).toBe(false);
  });

  it.each([
    ['a script', { text: 'select 1', isScript: true }],
    ['a statement without a plan', { text: 'call f()' }],
    ['one whose plan cannot be had', { text: 'select 2' }],
  ])('%s counts as one that sees it', (_, statement) => {
    const watch = watching({ 'select 1': BY_KEY });
    watch.reset();
    watch.saw(statement);
    expect(watch.hadDirtyView()).toBe(true);
  });
});
