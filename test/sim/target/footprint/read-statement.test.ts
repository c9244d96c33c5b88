import { describe, expect, it } from 'vitest';
import { ENGINE_SCHEMA } from '../../../../sim/scenario/index.ts';
import { bind } from '../../../../sim/target/footprint/bind.ts';
import { type Catalogue, readCatalogue } from '../../../../sim/target/footprint/catalogue.ts';
import { readStatement } from '../../../../sim/target/footprint/read-statement.ts';
import type { SqlValue } from '../../../../src/ports/index.ts';
import { sharedTarget } from '../../../support/targets.ts';

const target = sharedTarget([
  ...ENGINE_SCHEMA,
  'create table numbered (id bigint generated always as identity primary key, email text unique, size integer)',
  'create table watched (id integer primary key)',
  'create function note() returns trigger language plpgsql as $$ begin return new; end $$',
  'create trigger noted after insert on watched for each row execute function note()',
  'create view seen as select id from numbered',
]);

let catalogue: Catalogue | undefined;

/** What a statement touches, such as `lock task_execution/a`; what it is, if it touches no rows. */
function read(text: string, ...values: readonly SqlValue[]): readonly string[] | string {
  catalogue ??= readCatalogue((query) => target().inspect(query));
  const reading = readStatement(text, catalogue);
  if (reading.kind !== 'rows') return reading.kind;
  const names = bind(reading.touches, values).map(
    ({ space, mode, key }) => `${mode} ${space}${key === undefined ? '' : `/${key}`}`,
  );
  return [...new Set(names)];
}

describe('what a statement touches', () => {
  it.each<readonly [text: string, values: readonly SqlValue[], touched: readonly string[]]>([
    ['select now()', [], []],
    ['select status from task_execution where id = $1', ['a'], ['read task_execution/a']],
    [
      `select status from task_execution as t where 'b' = t.id and attempt > 1`,
      [],
      ['read task_execution/b'],
    ],
    [
      'select id from task_execution where id = any($1::text[])',
      [['a', 'b']],
      ['read task_execution/a', 'read task_execution/b'],
    ],
    ['select id from task_execution where id in ($1, $2)', ['a', null], ['read task_execution/a']],
    ['select id from task_execution where id = $1 or attempt = 1', ['a'], ['read task_execution']],
    ['select id from task_execution where not id = $1', ['a'], ['read task_execution']],
    ['select id from task_execution where id = $1 and 1 / attempt > 0', ['a'], ['read task_execution']],
    [
      'select type from workflow_event where workflow_id = $1 and sequence > $2',
      ['w', 3],
      ['read workflow_event/w'],
    ],
    [
      'select owner from idempotency_key where scope = $1 and key = $2',
      ['s', 'k'],
      ['read idempotency_key/["s","k"]'],
    ],
    ['select owner from idempotency_key where scope = $1', ['s'], ['read idempotency_key']],
    [
      'select id from workflow_execution where id = $1 for no key update',
      ['w'],
      ['lock workflow_execution/w'],
    ],
    [
      'select w.id from workflow_execution w left join task_execution t on t.workflow_id = w.id where w.id = $1 for update of w',
      ['w'],
      ['lock workflow_execution/w', 'read task_execution'],
    ],
    ['select id from schedule order by id limit 1 for update skip locked', [], ['lock schedule']],
    [
      'select id from schedule where exists (select from worker where worker.id = $1)',
      ['x'],
      ['read worker/x', 'read schedule'],
    ],
    [
      'select status is distinct from $1 from task_execution where id = $2 union all select status from workflow_execution',
      ['x', 'a'],
      ['read task_execution/a', 'read workflow_execution'],
    ],
    [
      'with old as materialized (select id from worker for update), more as (select 1) delete from schedule using old where schedule.id = $1',
      ['s'],
      ['lock worker', 'lock schedule/s', 'lock schedule_run', 'lock schedule'],
    ],
    ['with worker as (select 1 as id) select id from worker where id = 1', [], []],
    [
      'with gone as (delete from worker where id = $1 returning id) select id from gone',
      ['x'],
      ['lock worker/x'],
    ],
    ['insert into worker (id, capabilities) values ($1, $2)', ['x', '{}'], ['lock worker/x']],
    [
      'insert into worker values ($1, $2) on conflict (id) do update set capabilities = excluded.capabilities',
      ['x', '{}'],
      ['lock worker/x'],
    ],
    [
      `insert into task_execution (id, kind) select task ->> 'id', 'k' from jsonb_array_elements($1::jsonb) as batch (task)`,
      ['[{"id":"a"},{"id":"b"}]'],
      ['lock task_execution/a', 'lock task_execution/b'],
    ],
    [
      `insert into task_execution (id, kind) select task ->> 'id', 'k' from jsonb_array_elements($1::jsonb) as batch (task)`,
      ['[{"id":1}]'],
      ['lock task_execution'],
    ],
    [
      `insert into workflow_event (workflow_id, sequence, type, data) values ($1, 1, 't', '{}')`,
      ['w'],
      ['lock workflow_event/w', 'lock workflow_execution/w'],
    ],
    [
      'insert into workflow_state (workflow_id, key, value) select id, $1, $2 from workflow_execution',
      ['k', '1'],
      ['read workflow_execution', 'lock workflow_state', 'lock workflow_execution'],
    ],
    [`update worker set heartbeat_at = now() where id = $1`, ['x'], ['lock worker/x']],
    [`update worker set id = $2 where id = $1`, ['x', 'y'], ['lock worker']],
    [
      'update task_execution set workflow_id = $2 where id = $1',
      ['a', 'w'],
      ['lock task_execution/a', 'lock workflow_execution'],
    ],
    [
      'update worker set heartbeat_at = now() from task_execution t where t.lease_worker = worker.id and t.id = $1 and worker.id = $2',
      ['a', 'x'],
      ['read task_execution/a', 'lock worker/x'],
    ],
    ['insert into numbered (email) values ($1)', ['e'], ['write chance', 'lock numbered']],
    ['update numbered set size = 1 where id = $1', ['007'], ['lock numbered/7']],
    ['update numbered set email = $2 where id = $1', [7, 'e'], ['lock numbered']],
    ['select pg_advisory_xact_lock($1)::text', [5], ['lock advisory locks/5']],
    ['select pg_advisory_xact_lock(1, 2)', [], ['lock advisory locks']],
    ['select gen_random_uuid()', [], ['write chance']],
  ])('%s', (text, values, touched) => {
    expect(read(text, ...values)).toEqual(touched);
  });

  it.each([
    ['begin', 'begin'],
    ['START TRANSACTION ISOLATION LEVEL READ COMMITTED;', 'begin'],
    ['begin isolation level repeatable read', 'unknown'],
    ['commit', 'commit'],
    ['commit and chain', 'unknown'],
    ['Rollback', 'rollback'],
    ['savepoint here', 'savepoint'],
    ['release savepoint here', 'release'],
    ['rollback to here', 'rollback to'],
    ['set transaction isolation level serializable', 'unknown'],
    ['truncate worker', 'unknown'],
    ['lock table worker', 'unknown'],
    ['alter table worker add column x text', 'unknown'],
    ['select * from pg_class', 'unknown'],
    ['select id from seen', 'unknown'],
    ['insert into watched values (1)', 'unknown'],
    ['select note()', 'unknown'],
    ['select pg_sleep(1)', 'unknown'],
    ['select xmin from worker', 'unknown'],
    ['select id into copied from worker', 'unknown'],
    ['select id from (select id from worker) w for update', 'unknown'],
    ['(select id from worker) for update', 'unknown'],
    ['select count(*) from worker tablesample system (1)', 'unknown'],
    ['select 1; select 2', 'unknown'],
    [`select e'\\''`, 'unknown'],
    ['select $$ from worker $$', 'unknown'],
    ['merge into worker using schedule on true when matched then do nothing', 'unknown'],
    ['not sql at all', 'unknown'],
    ['', 'unknown'],
  ])('%s: %s', (text, kind) => {
    expect(read(text)).toBe(kind);
  });
});
