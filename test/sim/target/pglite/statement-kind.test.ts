import { describe, expect, it } from 'vitest';
import { kindOf, type StatementKind } from '../../../../sim/target/pglite/statement-kind.ts';

/** What is true of a statement. */
function traits(text: string): readonly string[] {
  const kind: StatementKind = kindOf(text);
  return Object.entries(kind)
    .filter(([, value]) => value === true)
    .map(([name]) => name)
    .sort();
}

describe('the kind of a statement', () => {
  it.each<[string, readonly string[]]>([
    ['select 1', ['isQuery']],
    ['-- first\n /* then */ select 1', ['isQuery']],
    ['(select 1) union (select 2)', ['isQuery']],
    ['update x set y = 1', ['isQuery']],
    ['with gone as (delete from x returning *) select * from gone', ['isQuery']],
    ['selection', []],
    ['begin', ['isControl']],
    ['BEGIN isolation level serializable', ['isControl']],
    ['start transaction', ['isControl']],
    ['commit', ['isCommit', 'isControl']],
    ['end', ['isCommit', 'isControl']],
    [`commit prepared 'x'`, ['isControl']],
    [`prepare transaction 'x'`, ['isCommit', 'isControl', 'preparesTransaction']],
    ['prepare rich as select 1', ['isControl', 'usesPrepared']],
    ['execute rich(1)', ['isQuery', 'usesPrepared']],
    ['deallocate all', ['isControl', 'usesPrepared']],
    ['select name from pg_prepared_statements', ['isQuery', 'usesPrepared']],
    [`do $$ begin set work_mem = '1MB'; end $$`, ['changesSettings']],
    [
      `select 1; set work_mem = '1MB'; prepare rich as select 1`,
      ['changesSettings', 'isQuery', 'usesPrepared'],
    ],
    ['savepoint here', ['isControl']],
    ['rollback to here', ['isControl']],
    [`set local work_mem = '1MB'`, ['changesSettings', 'isControl']],
    ['reset all', ['changesSettings', 'isControl']],
    ['set constraints all immediate', ['changesSettings', 'needsBlock']],
    [`select set_config('app.tenant', '1', true)`, ['changesSettings', 'isQuery']],
    ['select pg_advisory_lock(1)', ['isQuery', 'outlivesTransaction']],
    ['select pg_try_advisory_lock_shared(1)', ['isQuery', 'outlivesTransaction']],
    ['select pg_advisory_xact_lock(1)', ['isQuery']],
    ['declare names cursor with hold for select 1', ['needsBlock', 'outlivesTransaction']],
    ['fetch 1 from names', ['isCursor']],
    ['move names', ['isCursor']],
    ['vacuum thing', ['standsAlone']],
    ['lock table thing', ['needsBlock']],
    ['create unique index concurrently on thing (id)', ['standsAlone']],
    ['create index on thing (id)', []],
    ['alter table a detach partition b concurrently', ['standsAlone']],
    ['alter table a add column b integer', []],
  ])('%s', (text, expected) => {
    expect(traits(text)).toEqual(expected);
    expect(kindOf(text).refusal).toBeUndefined();
  });

  it.each([
    ['create temp table draft (id integer)', 'temporary tables'],
    ['create local temporary view draft as select 1', 'temporary tables'],
    ['select 1 as id into temp draft', 'temporary tables'],
    ['listen news', 'notifications'],
    ['copy thing from stdin', 'copies nothing'],
    ['copy (select 1) to stdout', 'copies nothing'],
  ])('is refused with a reason: %s', (text, reason) => {
    expect(kindOf(text).refusal).toContain(reason);
  });

  it.each(['create table temperature (id integer)', `copy thing from '/data/thing'`, 'unlisten news'])(
    'is not refused: %s',
    (text) => {
      expect(kindOf(text).refusal).toBeUndefined();
    },
  );
});
