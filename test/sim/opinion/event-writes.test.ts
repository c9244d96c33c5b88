import { describe, expect, it } from 'vitest';
import type { TraceStep } from '../../../sim/kernel/index.ts';
import { eventWrites } from '../../../sim/opinion/event-writes.ts';
import type { SqlDetail, WaitDetail } from '../../../sim/target/index.ts';

const APPEND = `insert into workflow_event (workflow_id, sequence, type, data)
  select $1, 0, '', '{}' returning sequence`;
const ONE = `insert into workflow_event (workflow_id, sequence, type, data) values ($1, $2, 'T', '{}')`;

/** A trace of statements, each by an actor. */
function trace(
  ...statements: readonly [actor: string, detail: SqlDetail | WaitDetail][]
): readonly TraceStep[] {
  return statements.map(([actor, detail], index) => ({
    number: index + 1,
    time: 0,
    actor,
    preempts: false,
    detail,
  }));
}

function sql(
  text: string,
  facts: Partial<SqlDetail> & { rows?: readonly object[]; count?: number } = {},
): SqlDetail {
  const { rows = [], count = 1, ...detail } = facts;
  const command = text.split(' ')[0]?.toUpperCase() ?? '';
  return {
    kind: 'sql',
    text,
    values: [],
    begins: false,
    answer: { rows, count, command, columns: [] },
    ...detail,
  };
}

const commit = sql('commit', { count: 0 });
const rollback = sql('rollback', { count: 0 });
const refusal = { code: '23505', message: 'duplicate' };
const one = (id: string, more: Partial<SqlDetail> = {}): SqlDetail => sql(ONE, { values: [id, 1], ...more });

function workflows(steps: readonly TraceStep[]): readonly unknown[] {
  return eventWrites(steps).map(({ statement }) => statement.values?.[0]);
}

describe('what a run committed to histories', () => {
  it('is each write outside of a transaction', () => {
    expect(workflows(trace(['a', one('v')], ['b', one('w')]))).toEqual(['v', 'w']);
  });

  it('is the writes of a transaction when that commits', () => {
    const steps = trace(['a', one('v', { begins: true })], ['b', one('w')], ['a', one('x')], ['a', commit]);
    expect(workflows(steps)).toEqual(['w', 'v', 'x']);
  });

  it('is not what was rolled back, refused, or left open', () => {
    const failed = sql('commit', { answer: { rows: [], count: 0, command: 'ROLLBACK', columns: [] } });
    const steps = trace(
      ['a', one('v', { begins: true })],
      ['a', rollback],
      ['b', one('w', { begins: true })],
      ['b', one('w', { answer: refusal })],
      ['b', failed],
      ['c', one('x', { answer: refusal })],
      ['d', one('y', { begins: true })],
    );
    expect(workflows(steps)).toEqual([]);
  });

  it('knows a transaction that began with a wait, or with BEGIN', () => {
    const wait: WaitDetail = { kind: 'wait', text: ONE, values: ['v', 1], begins: true };
    const steps = trace(
      ['a', wait],
      ['b', sql('begin isolation level repeatable read', { count: 0 })],
      ['b', one('w')],
      ['a', one('v')],
      ['a', commit],
      ['b', rollback],
    );
    expect(workflows(steps)).toEqual(['v']);
  });

  it('is not other tables, nor reads, nor writes of nothing', () => {
    const steps = trace(
      ['a', sql(`insert into task_execution (id) values ('t')`)],
      ['a', sql('select * from workflow_event')],
      ['a', one('v', { answer: { rows: [], count: 0, command: 'INSERT', columns: [] } })],
    );
    expect(eventWrites(steps)).toEqual([]);
  });

  it('restates an append as one insert for each event, under the sequence it got', () => {
    const events = [
      { type: 'A', data: { n: 1 } },
      { type: 'B', data: {} },
    ];
    const append = sql(APPEND, {
      values: ['w', JSON.stringify(events)],
      rows: [{ sequence: 5 }, { sequence: 6 }],
      count: 2,
    });
    expect(
      eventWrites(trace(['a', append])).map(({ statement, count }) => [statement.values, count]),
    ).toEqual([
      [['w', 5, 'A', '{"n":1}'], 1],
      [['w', 6, 'B', '{}'], 1],
    ]);
  });

  it('cannot be told from a trace with savepoints', () => {
    expect(() => eventWrites(trace(['a', sql('savepoint one')]))).toThrow('cannot follow savepoints: a sent');
  });
});
