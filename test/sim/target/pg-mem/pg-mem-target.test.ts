import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ENGINE_SCHEMA } from '../../../../sim/scenario/index.ts';
import { PgMemTarget, type Statement } from '../../../../sim/target/index.ts';
import { worldOf } from '../../../support/targets.ts';

describe('pg-mem as a target', () => {
  let target: PgMemTarget;
  beforeAll(async () => {
    target = await PgMemTarget.boot({ schema: ENGINE_SCHEMA });
  });
  beforeEach(() => target.reset(worldOf()));

  const answer = (statement: Statement) => target.openSession().execute(statement)?.answer;

  it.each<[string, Statement]>([
    ['transactions', { text: 'begin' }],
    ['transactions', { text: 'select 1', begins: true }],
    ['transactions', { text: 'SAVEPOINT one' }],
    ['row-locks', { text: 'select id from workflow_execution for no key update' }],
    ['table-locks', { text: 'lock table workflow_event' }],
    ['advisory-locks', { text: 'select pg_try_advisory_lock(1)' }],
    ['settings', { text: `set timezone = 'UTC'` }],
    ['settings', { text: `select current_setting('a.b', true)` }],
    [
      'array-parameters',
      { text: 'select id from workflow_execution where id = any($1::text[])', values: [['a']] },
    ],
    ['large-numbers', { text: 'select 9007199254740993::bigint as large' }],
    ['large-numbers', { text: 'select $1::bigint as large', values: [2 ** 60] }],
    ['scripts', { text: 'select 1; select 2', isScript: true }],
    ['wire-columns', { text: 'select 1 as one', asArrays: true }],
    ['plpgsql', { text: 'do $$ begin null; end $$' }],
  ])('refuses what it would do wrong: %s', (feature, statement) => {
    expect(answer(statement)).toMatchObject({
      code: '0A000',
      message: expect.stringMatching(`^pg-mem has no ${feature}: `),
    });
    expect(target.limitations.map((each) => each.feature)).toContain(feature);
  });

  it.each<[string, string]>([
    ['42601', 'selec 1'],
    ['42P01', 'select * from nowhere'],
    ['42703', 'select nothing from workflow_event'],
    ['42883', 'select nothing(1)'],
    ['23502', `insert into workflow_execution (id, kind) values ('w', 'k')`],
    ['23503', `insert into workflow_event (workflow_id, sequence, type, data) values ('w', 1, 'T', '{}')`],
    ['23514', `insert into workflow_execution (id, kind, queue) values ('', 'k', 'q')`],
  ])('gives PostgreSQL’s code %s for %s', (code, text) => {
    expect(answer({ text })).toMatchObject({ code });
  });

  it('says which constraint a duplicate violates, and how', () => {
    const insert = `insert into workflow_execution (id, kind, queue) values ('w', 'k', 'q')`;
    answer({ text: insert });
    expect(answer({ text: insert })).toMatchObject({
      code: '23505',
      constraint: 'workflow_execution_pkey',
      detail: 'Key (id)=(w) already exists.',
    });
  });

  it('has time and randomness from its world, and times as text', () => {
    const text = 'select now() as time, gen_random_uuid()::text as id';
    const first = answer({ text });
    expect(first).toMatchObject({ rows: [{ time: '2000-01-01 00:00:00.000+00' }] });
    expect(answer({ text })).not.toEqual(first);
    target.reset(worldOf());
    expect(answer({ text })).toEqual(first);
  });

  it('hands out copies: what is done to a row stays out of the database', () => {
    answer({
      text: `insert into workflow_execution (id, kind, queue, input) values ('w', 'k', 'q', '{"a": 1}')`,
    });
    const [row] = target.inspect('select input from workflow_execution') as { input: { a: number } }[];
    if (row) row.input.a = 2;
    expect(target.inspect('select input from workflow_execution')).toEqual([{ input: { a: 1 } }]);
  });

  it('says which statement of a schema is beyond it', async () => {
    const schema = ['create table t (id integer) partition by range (id)'];
    await expect(PgMemTarget.boot({ schema })).rejects.toThrow('pg-mem cannot make the schema');
  });
});
