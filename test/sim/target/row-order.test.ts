import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EPOCH, RandomRoot } from '../../../sim/kernel/index.ts';
import { PGliteTarget } from '../../../sim/target/index.ts';
import { showsRowOrder } from '../../../sim/target/row-order.ts';
import { executionOf } from '../../support/targets.ts';

const unique = new Set(['thing_pkey']);

describe('showsRowOrder', () => {
  it.each([
    ['a row found by a unique index', { 'Node Type': 'Index Scan', 'Index Name': 'thing_pkey' }, false],
    ['a function', { 'Node Type': 'Function Scan' }, false],
    ['a table read from end to end', { 'Node Type': 'Seq Scan' }, true],
    ['equal keys of an index', { 'Node Type': 'Index Scan', 'Index Name': 'thing_kind' }, true],
    ['a bitmap', { 'Node Type': 'Bitmap Heap Scan' }, true],
    [
      'a table below a join',
      { 'Node Type': 'Nested Loop', Plans: [{ 'Node Type': 'Result' }, { 'Node Type': 'Seq Scan' }] },
      true,
    ],
  ])('of %s', (_what, plan, shows) => {
    expect(showsRowOrder(plan, unique)).toBe(shows);
  });
});

describe('a target whose statements show where rows lie', () => {
  let target: PGliteTarget;
  beforeAll(async () => {
    const schema = [
      'create table thing (id text primary key, kind text not null)',
      'create index on thing (kind)',
    ];
    target = await PGliteTarget.boot({ schema });
  });
  afterAll(() => target.close());

  const reset = (): void =>
    target.reset({ now: () => EPOCH, entropy: new RandomRoot('0').stream('entropy') });
  const execute = (text: string, ...values: string[]): unknown => {
    const { answer } = executionOf(target.openSession(), { text, values });
    return 'rows' in answer ? answer.rows : answer;
  };
  const insert = (...ids: string[]): void => {
    for (const id of ids) execute('insert into thing (id, kind) values ($1, $2)', id, 'same');
  };
  /** Leaves holes that later rows would fill. */
  const churn = (): void => {
    insert('a', 'b', 'c');
    for (const id of ['a', 'b', 'c', 'a', 'b']) execute("update thing set kind = 'other' where id = $1", id);
    execute('delete from thing where id = $1', 'b');
  };

  it('need not repeat a run while every row is found by a unique index', () => {
    reset();
    churn();
    expect(target.mustRepeat()).toBe(false);
  });

  it('must repeat the run that first shows it among rows of earlier runs, and then no other', () => {
    reset();
    insert('y', 'x');
    execute("select id from thing where kind = 'same'");
    expect(target.mustRepeat()).toBe(true);

    reset();
    insert('y', 'x');
    expect(execute("select id from thing where kind = 'same'")).toEqual([{ id: 'y' }, { id: 'x' }]);
    expect(target.mustRepeat()).toBe(false);
  });

  it('gives the rows of a run in the order of their making, whatever ran before', () => {
    for (let round = 0; round < 20; round += 1) {
      reset();
      churn();
      reset();
      insert('3', '1', '2');
      execute("update thing set kind = 'other' where id = $1", '3');
      expect(execute('select id from thing')).toEqual([{ id: '1' }, { id: '2' }, { id: '3' }]);
      expect(execute("select id from thing where kind = 'same'")).toEqual([{ id: '1' }, { id: '2' }]);
    }
  });
});
