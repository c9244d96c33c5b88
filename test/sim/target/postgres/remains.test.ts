import { describe, expect, it } from 'vitest';
import { RemainsWatch } from '../../../../sim/target/postgres/remains.ts';

describe('what a statement leaves to those after it', () => {
  it.each([
    ['select 1', 'nothing'],
    ['update account set balance = 1', 'nothing'],
    [`insert into account values (nextval('ticket'))`, 'nothing'],
    [`select '; set a = 1' -- set b`, 'undoable'],
    [`prepare transaction 'x'`, 'nothing'],
    [`update job set state = 'prepare' where state = 'load'`, 'nothing'],
    [`set application_name = 'one'`, 'undoable'],
    [`/* who */ set role bob`, 'undoable'],
    ['select 1; reset all', 'undoable'],
    [`select set_config('work_mem', '1MB', false)`, 'undoable'],
    ['select pg_try_advisory_lock(1)', 'undoable'],
    ['create temp table draft ()', 'undoable'],
    [`set app.tenant = 'anna'`, 'lasting'],
    [`set local "app".tenant to 'anna'`, 'lasting'],
    [`select set_config('app.tenant', 'anna', true)`, 'lasting'],
    ['select set_config($1, $2, true)', 'lasting'],
    ['prepare one as select 1', 'lasting'],
    ['select 1; prepare one as select 1', 'lasting'],
    [`do $$ begin execute 'prepare one as select 1'; end $$`, 'lasting'],
    [`load 'auto_explain'`, 'lasting'],
  ] as const)('%s: %s', (text, remains) => {
    expect(new RemainsWatch([]).of(text)).toBe(remains);
  });

  it('may be left by any of them once there is a function that does so, until the run is over', () => {
    const locks = 'create function locks() returns void language sql as $$ select pg_advisory_lock(1) $$';
    const sets = `create procedure sets() language sql as $$ select set_config('app.tenant', '1', false) $$`;
    const watch = new RemainsWatch([locks]);
    expect(watch.of('select 1')).toBe('undoable');
    for (let run = 0; run < 2; run += 1) {
      watch.of(sets);
      expect(watch.of('select 1')).toBe('lasting');
      watch.reset();
      expect(watch.of('select 1')).toBe('undoable');
    }
  });
});
