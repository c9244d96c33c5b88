import { describe, expect, it } from 'vitest';
import { summarizeSql } from '../../reports/sql-summary.ts';
import type { SqlAnswer, SqlDetail, WaitDetail } from '../../sim/target/index.ts';
import { answerOf } from '../support/results.ts';

type Values = SqlDetail['values'];

const NOTHING = answerOf([]);

/** What is said of a statement. */
function statement(text: string, values: Values = [], begins = false): string {
  return summarizeSql({ kind: 'sql', text, values, answer: NOTHING, begins }).statement;
}

/** What is said of an answer. */
function answer(text: string, given: SqlAnswer): string | undefined {
  return summarizeSql({ kind: 'sql', text, values: [], answer: given, begins: false }).answer;
}

describe('the summary of a statement', () => {
  it.each<[string, Values, string]>([
    [
      `insert into workflow_event (workflow_id, sequence, type, data) values ($1, $2, 'TASK_COMPLETED', $3::jsonb)`,
      ['sum', 8, '{"taskId":"sum/task/1"}'],
      'INSERT workflow_event sequence=8 TASK_COMPLETED data={"taskId":"sum/task/1"}',
    ],
    [
      `insert into workflow_event (workflow_id, sequence, type, data)
       select $1, history.length + batch.position, batch.event ->> 'type', batch.event -> 'data' from history`,
      ['sum', '[{"type":"TASK_SCHEDULED"},{"type":"TASK_SCHEDULED"},{"type":"WORKFLOW_SUSPENDED"}]'],
      'INSERT workflow_event TASK_SCHEDULED ×2 + WORKFLOW_SUSPENDED',
    ],
    [
      `insert into task_execution (id, workflow_id, kind) select task ->> 'taskId', $1, task ->> 'kind' from batch`,
      ['sum', '[{"kind":"double"}]'],
      'INSERT task_execution',
    ],
    [
      'insert into idempotency_key (scope, key, owner) values ($1, $2, $3) on conflict (scope, key) do nothing',
      ['start', 'k', 'sum'],
      'INSERT idempotency_key scope=start key=k owner=sum',
    ],
    [
      'insert into counter (id, value, on_hold) values ($1, 7, $2)',
      ['c', true],
      'INSERT counter value=7 on_hold=true',
    ],
    [
      'insert into note (id, title) values ($1, $2)',
      ['n', 'a title that is longer than twenty-eight characters'],
      'INSERT note',
    ],
    [
      `update task_execution set status = 'COMPLETED', output = $4::jsonb, updated_at = now() where id = $1`,
      ['sum/task/1', 1, 't', '2'],
      'UPDATE task_execution status=COMPLETED',
    ],
    [
      `update workflow_execution
       set status = $2, output = $3::jsonb, submitted_token = $5, lease_token = null
       where id = $1`,
      ['sum', 'WAITING', null, null, 't'],
      'UPDATE workflow_execution status=WAITING',
    ],
    [`update worker set heartbeat = now() where id = $1`, ['w'], 'UPDATE worker'],
    [
      `update task_execution set status = 'RUNNING', attempt = attempt + 1,
         lease_expires_at = now() + $5 * interval '1 millisecond'
       where id = (select id from task_execution where status = 'PENDING' limit 1 for update skip locked)`,
      [],
      'UPDATE task_execution status=RUNNING',
    ],
    [
      'select coalesce(max(sequence), 0) as sequence from workflow_event where workflow_id = $1',
      ['sum'],
      'SELECT max(sequence) FROM workflow_event',
    ],
    [
      `select status, lease_token as "leaseToken" from workflow_execution where id = $1 for update`,
      ['sum'],
      'SELECT status, lease_token FROM workflow_execution FOR UPDATE',
    ],
    [
      'select id from timer order by fire_at limit 1 for no key update skip locked',
      [],
      'SELECT id FROM timer FOR NO KEY UPDATE SKIP LOCKED',
    ],
    ['select a from b for share nowait', [], 'SELECT a FROM b FOR SHARE NOWAIT'],
    [
      'select first_column, second_column, third_column from wide',
      [],
      'SELECT first_column, second_column, … FROM wide',
    ],
    ['commit', [], 'COMMIT'],
    ['rollback', [], 'ROLLBACK'],
    [
      'lock table workflow_execution in exclusive mode nowait',
      [],
      'lock table workflow_execution in exclus…',
    ],
  ])('%s', (text, values, summary) => {
    expect(statement(text, values)).toBe(summary);
  });

  it('says where a transaction begins', () => {
    expect(statement('select id from worker', [], true)).toBe('BEGIN · SELECT id FROM worker');
  });

  it('is the same where it has to wait, and there is no answer', () => {
    const wait: WaitDetail = {
      kind: 'wait',
      text: 'update counter set value = 1 where id = 1',
      values: [],
      begins: true,
    };
    expect(summarizeSql(wait)).toEqual({
      statement: 'BEGIN · UPDATE counter',
      answer: undefined,
      isRefused: false,
    });
  });

  it('does not depend on line breaks and indentation', () => {
    const text = `update task_execution\n     set status = 'FAILED'\n   where id = $1`;
    expect(statement(text)).toBe(statement(text.replaceAll(/\s+/g, ' ')));
  });
});

describe('the summary of an answer', () => {
  it.each<[string, string, SqlAnswer, string]>([
    ['shows a single row', 'select', answerOf([{ sequence: 7 }]), 'sequence=7'],
    ['shows two columns of it', 'select', answerOf([{ a: 1, b: 'x', c: true }]), 'a=1 b=x'],
    [
      'leaves out ids and nulls',
      'select',
      answerOf([{ id: 's', workflowId: 's', lease: null, n: 0 }]),
      'n=0',
    ],
    ['leaves out what is long', 'select', answerOf([{ text: 'x'.repeat(29), n: 1 }]), 'n=1'],
    ['writes an object as JSON', 'select', answerOf([{ data: { a: 1 } }]), 'data={"a":1}'],
    ['counts a row of which nothing is left', 'select', answerOf([{ id: 's' }]), '1 row'],
    ['counts several rows', 'select', answerOf([{ n: 1 }, { n: 2 }]), '2 rows'],
    ['counts no rows', 'select', NOTHING, '0 rows'],
    ['counts what an update hit', 'update', answerOf([{ kind: 'double' }]), '1 row'],
    ['counts what an update without RETURNING hit', 'update', answerOf([], 3), '3 rows'],
    ['says ok to a commit', 'commit', NOTHING, 'ok'],
    ['says ok to a rollback', 'rollback', NOTHING, 'ok'],
  ])('%s', (_, text, given, summary) => {
    expect(answer(text, given)).toBe(summary);
  });

  it.each([
    [{ code: '23505', message: 'long', constraint: 'event_pkey' }, '✗ 23505 duplicate key on event_pkey'],
    [{ code: '40001', message: 'long' }, '✗ 40001 serialization failure'],
    [{ code: '40P01', message: 'long' }, '✗ 40P01 deadlock'],
    [{ code: '55P03', message: 'long' }, '✗ 55P03 lock not available'],
    [{ code: '25P02', message: 'long' }, '✗ 25P02 transaction is aborted'],
    [{ code: '22P02', message: 'invalid input syntax' }, '✗ 22P02 invalid input syntax'],
    [
      { code: '42601', message: 'a message that goes on for more than forty characters' },
      '✗ 42601 a message that goes on for more than fo…',
    ],
  ])('puts a refusal in words: %o', (refusal, summary) => {
    const detail: SqlDetail = { kind: 'sql', text: 'commit', values: [], answer: refusal, begins: false };
    expect(summarizeSql(detail)).toEqual({ statement: 'COMMIT', answer: summary, isRefused: true });
  });

  it('says of anything else that it was not refused', () => {
    expect(
      summarizeSql({ kind: 'sql', text: 'commit', values: [], answer: NOTHING, begins: false }).isRefused,
    ).toBe(false);
  });
});
