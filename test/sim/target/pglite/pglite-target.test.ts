import { describe, expect, it } from 'vitest';
import type { SqlValue } from '../../../../src/ports/index.ts';
import { EPOCH } from '../../../../sim/kernel/index.ts';
import { type Execution, isRefusal, type Session, type SqlAnswer } from '../../../../sim/target/index.ts';
import { executionOf, refusalOf, rowsOf, sharedTarget, worldOf } from '../../../support/targets.ts';

const target = sharedTarget([
  'create table thing (id integer constraint thing_pkey primary key, name text unique, data jsonb)',
  'create table part (thing_id integer references thing (id), weight integer check (weight > 0))',
]);

/** A session of a new run. */
function session(): Session {
  target().reset(worldOf());
  return target().openSession();
}

function valueOf(text: string, ...values: readonly SqlValue[]): unknown {
  const [row] = rowsOf(session(), `select ${text} as value`, values);
  return row && 'value' in row ? row.value : 'nothing';
}

describe('values', () => {
  it.each([
    ['1::smallint', 1],
    ["'-2147483648'::integer", -2_147_483_648],
    ['9007199254740991::bigint', Number.MAX_SAFE_INTEGER],
    ['1.5::real', 1.5],
    ['0.1::double precision', 0.1],
    ["'NaN'::double precision", Number.NaN],
    ['true', true],
    ['false', false],
    ["''", ''],
    ["'naïve 日本 🙂'", 'naïve 日本 🙂'],
    ['null', null],
    ['null::jsonb', null],
    ["'null'::jsonb", null],
    [`'{"a": [1, null, "é"]}'::jsonb`, { a: [1, null, 'é'] }],
    ["'[]'::json", []],
    ['12.50::numeric', '12.50'],
    ["array['a', 'b']", '{a,b}'],
  ])('%s comes as %j', (expression, value) => {
    expect(valueOf(expression)).toEqual(value);
  });

  it.each<[string, SqlValue, unknown]>([
    ['$1::integer', 7, 7],
    ['$1::integer', '7', 7],
    ['$1::text', '', ''],
    ['$1::text', 'naïve 日本 🙂 \' " \\ $1', 'naïve 日本 🙂 \' " \\ $1'],
    ['$1::text', null, null],
    ['$1::boolean', true, true],
    ['$1::boolean', false, false],
    ['$1::jsonb', '{"a":1}', { a: 1 }],
    [
      'to_jsonb($1::text[])',
      ['a', '', 'NULL', '"', '\\', '{,}', '日本'],
      ['a', '', 'NULL', '"', '\\', '{,}', '日本'],
    ],
    ['to_jsonb($1::text[])', [], []],
    ["'b' = any($1::text[])", ['a', 'b'], true],
  ])('%s takes %j', (expression, parameter, value) => {
    expect(valueOf(expression, parameter)).toEqual(value);
  });

  it('takes and gives a megabyte', () => {
    const large = 'ü'.repeat(600_000);
    const open = session();
    rowsOf(open, 'insert into thing (id, name) values ($1, $2)', [1, null]);
    rowsOf(open, 'update thing set data = to_jsonb($1::text)', [large]);
    expect(rowsOf(open, 'select data as value from thing')).toEqual([{ value: large }]);
    expect(rowsOf(open, 'select repeat($1, 700000) || $1 as value', ['é'])).toEqual([
      { value: 'é'.repeat(700_001) },
    ]);
  });

  it('refuses an int8 that a number does not hold exactly', () => {
    expect(() => rowsOf(session(), 'select 9007199254740992::bigint as value')).toThrow(RangeError);
    expect(valueOf('1')).toBe(1);
  });

  it('leaves no transaction open after an answer that cannot be read', () => {
    const broken = session();
    expect(() => rowsOf(broken, 'select 9007199254740992::bigint as value', [], true)).toThrow(RangeError);
    const next = session();
    rowsOf(next, 'insert into thing (id) values (1)');
    expect(rowsOf(target().openSession(), 'select id from thing')).toEqual([{ id: 1 }]);
    refusalOf(next, 'select 1 / 0');
    expect(rowsOf(next, 'select id from thing')).toEqual([{ id: 1 }]);
  });

  it('counts the rows that were written', () => {
    const open = session();
    const answerTo = (text: string): SqlAnswer => executionOf(open, { text }).answer;
    expect(answerTo('insert into thing (id) select generate_series(1, 3)')).toEqual({
      rows: [],
      count: 3,
      command: 'INSERT',
      columns: [],
    });
    expect(answerTo('delete from thing where id > 1')).toEqual({
      rows: [],
      count: 2,
      command: 'DELETE',
      columns: [],
    });
  });
});

describe('refusals', () => {
  it('carry the code, the constraint and what the database says', () => {
    const open = session();
    rowsOf(open, "insert into thing (id, name) values (1, 'one')");
    expect(refusalOf(open, 'insert into thing (id) values (1)')).toEqual({
      code: '23505',
      message: 'duplicate key value violates unique constraint "thing_pkey"',
      constraint: 'thing_pkey',
      detail: 'Key (id)=(1) already exists.',
    });
    expect(refusalOf(open, 'insert into part values (2, 1)')).toMatchObject({
      code: '23503',
      constraint: 'part_thing_id_fkey',
    });
    expect(refusalOf(open, 'insert into part values (1, 0)')).toMatchObject({
      code: '23514',
      constraint: 'part_weight_check',
    });
    expect(refusalOf(open, 'select 1 / $1::integer', [0])).toMatchObject({
      code: '22012',
      message: 'division by zero',
    });
    expect(refusalOf(open, 'select $1::integer', ['one'])).toMatchObject({
      code: '22P02',
      constraint: undefined,
    });
  });

  it('come where a statement cannot be parsed, every time', () => {
    const open = session();
    for (const time of ['first', 'second']) {
      expect(refusalOf(open, 'selekt 1'), time).toMatchObject({ code: '42601' });
      expect(refusalOf(open, 'select * from nowhere'), time).toMatchObject({ code: '42P01' });
    }
    expect(rowsOf(open, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('write nothing', () => {
    const open = session();
    refusalOf(open, 'insert into thing (id) values (1), (2), (1)');
    expect(rowsOf(open, 'select id from thing')).toEqual([]);
  });
});

describe('transactions', () => {
  it('begin with their first statement, and are seen by others once they are committed', () => {
    const one = session();
    const other = target().openSession();
    rowsOf(one, 'insert into thing (id) values (1)', [], true);
    expect(rowsOf(other, 'select id from thing')).toEqual([]);
    rowsOf(one, 'insert into thing (id) values (2)');
    expect(rowsOf(other, 'select id from thing')).toEqual([]);
    rowsOf(one, 'commit');
    expect(rowsOf(other, 'select id from thing order by id')).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('have others wait for what they have locked, who are answered once each', () => {
    const one = session();
    const waiting = [target().openSession(), target().openSession()];
    rowsOf(one, 'lock table thing', [], true);
    for (const other of waiting) {
      expect(other.execute({ text: 'select id from thing' })).toBeUndefined();
      expect([other.hasAnswer(), other.collect()]).toEqual([false, undefined]);
    }
    rowsOf(one, 'insert into thing (id) values (1)');
    expect(waiting.map((other) => other.hasAnswer())).toEqual([false, false]);
    rowsOf(one, 'commit');
    for (const other of waiting) {
      expect(other.hasAnswer()).toBe(true);
      expect(other.collect()?.answer).toMatchObject({ rows: [{ id: 1 }] });
      expect([other.hasAnswer(), other.collect()]).toEqual([false, undefined]);
    }
  });

  it('leave nothing when they are rolled back', () => {
    const one = session();
    const other = target().openSession();
    rowsOf(one, 'insert into thing (id) values (1)', [], true);
    rowsOf(one, 'rollback');
    expect(rowsOf(other, 'select id from thing')).toEqual([]);
  });

  it('are READ COMMITTED, with one time for all of their statements', () => {
    let now = 0;
    target().reset({ ...worldOf(), now: () => EPOCH + now });
    const open = target().openSession();
    expect(rowsOf(open, "select current_setting('transaction_isolation') as level", [], true)).toEqual([
      { level: 'read committed' },
    ]);
    now = 5_000;
    const clocks =
      'select extract(epoch from now())::float8 as now, extract(epoch from clock_timestamp())::float8 as clock';
    expect(rowsOf(open, clocks)).toEqual([{ now: EPOCH / 1_000, clock: EPOCH / 1_000 + 5 }]);
    rowsOf(open, 'commit');
    expect(rowsOf(open, clocks)).toEqual([{ now: EPOCH / 1_000 + 5, clock: EPOCH / 1_000 + 5 }]);
  });

  it.each([
    ['is refused', 'select 1 / 0'],
    ['cannot be parsed', 'select * from nowhere'],
  ])('refuse everything after a statement that %s, until they are rolled back', (_, failing) => {
    for (const isFirst of [true, false]) {
      const open = session();
      if (!isFirst) rowsOf(open, 'insert into thing (id) values (1)', [], true);
      refusalOf(open, failing, [], isFirst);
      expect(refusalOf(open, 'insert into thing (id) values (2)').code).toBe('25P02');
      expect(refusalOf(open, 'selekt').code).toBe('42601');
      expect(refusalOf(open, 'select id from thing').code).toBe('25P02');
      rowsOf(open, 'rollback');
      expect(rowsOf(open, 'select id from thing')).toEqual([]);
    }
  });

  it('leave nothing when they are committed after an error', () => {
    const open = session();
    rowsOf(open, 'insert into thing (id) values (1)', [], true);
    refusalOf(open, 'select 1 / 0');
    rowsOf(open, 'commit');
    expect(rowsOf(open, 'select id from thing')).toEqual([]);
  });

  it('show the same on the wire when they have failed, whether a statement was known before or not', () => {
    const open = session();
    const wireOf = (text: string): readonly unknown[] => {
      refusalOf(open, 'select 1 / 0', [], true);
      const { wire } = executionOf(open, { text });
      const copy = wire.map((part) =>
        typeof part === 'string' ? part : Buffer.from(part).toString('latin1'),
      );
      rowsOf(open, 'rollback');
      return copy;
    };
    const first = wireOf('select 12345 as fresh');
    rowsOf(open, 'select 12345 as fresh');
    expect(wireOf('select 12345 as fresh')).toEqual(first);
  });
});

describe('the wire', () => {
  const copyOf = (execution: Execution | undefined): readonly unknown[] | undefined =>
    execution?.wire.map((part) => (typeof part === 'string' ? part : Buffer.from(part)));

  it('holds of a statement that waited, and of the one that it waited for, what it would hold without a wait', () => {
    const insert = 'insert into thing (id) values (1)';
    const rename = `update thing set name = 'long enough to cover what was said before' returning name`;
    const alone = session();
    rowsOf(alone, insert, [], true);
    const committed = copyOf(executionOf(alone, { text: 'commit' }));
    const renamed = copyOf(executionOf(alone, { text: rename }));

    const first = session();
    const second = target().openSession();
    rowsOf(first, insert, [], true);
    rowsOf(first, 'lock table thing');
    expect(second.execute({ text: rename })).toBeUndefined();
    expect(copyOf(executionOf(first, { text: 'commit' }))).toEqual(committed);
    rowsOf(first, 'select repeat($1, 500) as besides', ['x']);
    expect(copyOf(second.collect())).toEqual(renamed);
  });
});

describe('inspect', () => {
  it('reads what a run left', () => {
    rowsOf(session(), 'insert into thing (id) values (3)');
    expect(target().inspect('select id from thing')).toEqual([{ id: 3 }]);
    expect(() => target().inspect('select * from nowhere')).toThrow('42P01');
  });

  it('does not see what was never committed', () => {
    const open = session();
    rowsOf(open, 'insert into thing (id) values (1)');
    rowsOf(open, 'insert into thing (id) values (2)', [], true);
    expect(target().inspect('select id from thing')).toEqual([{ id: 1 }]);
  });

  it('sees what was committed before a transaction that failed', () => {
    const open = session();
    rowsOf(open, 'insert into thing (id) values (1)');
    rowsOf(open, 'delete from thing', [], true);
    refusalOf(open, 'select 1 / 0');
    expect(target().inspect('select id from thing')).toEqual([{ id: 1 }]);
  });
});

describe('tap', () => {
  it('hears every message to the backend, until it is told not to', () => {
    const open = session();
    rowsOf(open, 'insert into thing (id) values ($1)', [1]);
    const heard: Uint8Array[] = [];
    target().tap((message) => heard.push(new Uint8Array(message)));
    rowsOf(open, 'delete from thing');
    rowsOf(open, 'insert into thing (id) values ($1)', [7]);
    target().tap(undefined);
    rowsOf(open, 'select id from thing');
    expect(heard.length).toBeGreaterThanOrEqual(2);
    expect(Buffer.concat(heard).toString('latin1')).toContain('7');
    const count = heard.length;
    rowsOf(open, 'delete from thing');
    expect(heard).toHaveLength(count);
  });
});

it('answers everything with an answer or a refusal', () => {
  const open = session();
  const answers = ['select 1', '', 'select', 'selekt', 'vacuum thing', 'begin', 'commit'].map(
    (text) => executionOf(open, { text }).answer,
  );
  expect(answers.map((answer) => (isRefusal(answer) ? answer.code : answer.rows.length))).toEqual([
    1,
    0,
    1,
    '42601',
    0,
    0,
    0,
  ]);
});
