import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { bootedTarget, inRun } from '../../support/own-code.ts';

const SCHEMA = `
  create table person (id int primary key, name text not null unique, born date, tags text[], data jsonb, bytes bytea);
  create table pet (id int primary key, owner int references person, legs int check (legs > 0));
`;

type Case = readonly [name: string, run: (pool: pg.Pool) => Promise<unknown>];

/** What an error of node-postgres says, but for where in the server and in the statement it was made. */
async function refusal(query: Promise<unknown>): Promise<object> {
  try {
    return { resolved: shape(await query) };
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) return { error: String(error) };
    const { name, message, code, severity, detail, constraint } = error;
    return { name, message, code, severity, detail, constraint };
  }
}

const cases: readonly Case[] = [
  ['a result', (pool) => pool.query('select 1 as one, $1::text as two', ['x'])],
  [
    'types as node-postgres parses them',
    (pool) =>
      pool.query(`select 1::int2 a, 2::int4 b, 3::int8 c, 1.5::float8 d, 1.50::numeric e, true f, 'x'::text g,
        '{"a":[1]}'::json h, '[1,{"b":null}]'::jsonb i, timestamptz '2020-02-03 04:05:06.789+00' j,
        timestamp '2020-02-03 04:05:06' k, date '2020-02-03' l, interval '1 day 2 hours' m, '\\xdead'::bytea n,
        '{1,2,NULL}'::int[] o, '{a,"b c"}'::text[] p, null::int q, point '(1,2)' r, '{3}'::int8[] s`),
  ],
  [
    'parameters as node-postgres writes them',
    (pool) =>
      pool.query(
        'select $1::timestamptz a, $2::bytea b, $3::int[] c, $4::jsonb d, $5::text[] e, $6::bool f, $7::int g',
        [
          new Date(1_580_702_706_789),
          Buffer.from([0, 1, 255]),
          [1, null, 3],
          { a: { b: [1] } },
          ['x"y', 'back\\slash', null, ''],
          false,
          undefined,
        ],
      ),
  ],
  ['an object that writes itself', (pool) => pool.query('select $1::int n', [{ toPostgres: () => 7 }])],
  [
    'rows as arrays',
    (pool) => pool.query({ text: 'select 1 a, 2 a, $1::text b', values: ['x'], rowMode: 'array' }),
  ],
  ['two columns of the same name', (pool) => pool.query('select 1 a, 2 a')],
  [
    'parsers of a query',
    (pool) =>
      pool.query({
        text: 'select 1 a, now() is null b',
        types: { getTypeParser: (oid: number) => (text: string) => `${oid}:${text}` },
      } as pg.QueryConfig),
  ],
  [
    'a named statement, twice and changed',
    async (pool) => {
      const client = await pool.connect();
      const one = await client.query({ name: 'n', text: 'select $1::int a', values: [1] });
      const two = await client.query({ name: 'n', text: 'select $1::int a', values: [2] });
      const three = await refusal(client.query({ name: 'n', text: 'select 3 a' }));
      client.release();
      return [one, two, three];
    },
  ],
  [
    'rows written',
    async (pool) => [
      await pool.query("insert into person (id, name) values (1, 'Ann'), (2, 'Bob')"),
      await pool.query('update person set born = $1 where id < $2 returning id, name', ['2000-01-02', 2]),
      await pool.query('select born from person order by id'),
      await pool.query('delete from person where id = 7'),
      await pool.query('delete from person'),
    ],
  ],
  [
    'commands without rows',
    async (pool) => {
      const client = await pool.connect();
      const results = [];
      for (const text of [
        'begin',
        'savepoint s',
        'rollback to s',
        'set local work_mem = 64',
        'rollback',
        '',
      ]) {
        results.push(await client.query(text));
      }
      client.release();
      return results;
    },
  ],
  [
    'refusals',
    async (pool) => {
      await pool.query("insert into person (id, name) values (1, 'Ann')");
      const refusals = [
        await refusal(pool.query("insert into person (id, name) values (2, 'Ann')")),
        await refusal(pool.query('insert into person (id) values (3)')),
        await refusal(pool.query('insert into pet values (1, 99, 4)')),
        await refusal(pool.query('insert into pet values (1, 1, 0)')),
        await refusal(pool.query('select 1 / $1::int', [0])),
        await refusal(pool.query('selec')),
        await refusal(pool.query('select * from nowhere')),
        await refusal(pool.query('select $1::int', ['x'])),
        await refusal(pool.query({ text: 'select 1', values: 'x' as never })),
      ];
      await pool.query('delete from person');
      return refusals;
    },
  ],
  [
    'a failed transaction',
    async (pool) => {
      const client = await pool.connect();
      const results = [];
      for (const text of ['begin', 'select 1 / 0', 'select 1', 'commit', 'select 2 as two']) {
        results.push(await refusal(client.query(text)));
      }
      client.release();
      return results;
    },
  ],
  [
    'callbacks',
    (pool) =>
      new Promise((resolve) => {
        pool.query('select $1::int a', [5], (error, result) => {
          pool.query('selec', (second) => resolve([error, result.rows, second instanceof pg.DatabaseError]));
        });
      }),
  ],
  [
    'queries queued on one client',
    async (pool) => {
      const client = await pool.connect();
      const order: number[] = [];
      const query = (n: number) =>
        client.query('select $1::int n', [n]).then(({ rows }) => order.push(rows[0].n));
      await Promise.all([query(1), query(2), query(3)]);
      client.release();
      return order;
    },
  ],
  [
    'events of the pool, in whatever order', // a connection to a server ends when the server has closed it
    async (pool) => {
      const events: string[] = [];
      for (const event of ['connect', 'acquire', 'release', 'remove'] as const)
        pool.on(event, () => events.push(event));
      const removed = once(pool, 'remove');
      await pool.query('select 1');
      const client = await pool.connect();
      client.release(true);
      await refusal(pool.query('select 1'));
      await removed;
      return [events.toSorted(), pool.totalCount, pool.idleCount, pool.waitingCount];
    },
  ],
  [
    'a client released twice',
    async (pool) => {
      const client = await pool.connect();
      client.release();
      try {
        client.release();
      } catch (error) {
        return String(error);
      }
      return undefined;
    },
  ],
  [
    'a query object',
    async (pool) => {
      const client = await pool.connect();
      const rows: unknown[] = [];
      await new Promise((resolve) => {
        const query = client.query(new pg.Query('select generate_series(1, 3) n'));
        query.on('row', (row) => rows.push(row));
        query.on('end', resolve);
      });
      client.release();
      return rows;
    },
  ],
  [
    'a pool that has ended',
    async (pool) => {
      await pool.query('select 1');
      await pool.end();
      return [await refusal(pool.query('select 1')), await refusal(pool.end()), pool.ended];
    },
  ],
];

const postgresUrl = inject('postgresUrl');

describe.skipIf(postgresUrl === null)('a pool in a run does as node-postgres on PostgreSQL', () => {
  const target = bootedTarget(SCHEMA);
  const name = `skein_test_${randomUUID().replaceAll('-', '')}`;
  let url = '';

  beforeAll(async () => {
    await administer(`create database ${name}`);
    const there = new URL(postgresUrl ?? '');
    there.pathname = `/${name}`;
    url = there.href;
    const pool = new pg.Pool({ connectionString: url });
    await pool.query(SCHEMA);
    await pool.end();
  });
  afterAll(() => administer(`drop database ${name} with (force)`));

  it.each(cases)('%s', async (_, run) => {
    const pool = new pg.Pool({ connectionString: url, options: '-c timezone=UTC' });
    const real = shape(await run(pool));
    if (!pool.ended) await pool.end();
    expect(shape(await inRun(target(), (world) => run(world.pool)))).toEqual(real);
  });

  async function administer(statement: string): Promise<void> {
    const client = new pg.Client({ connectionString: postgresUrl ?? '' });
    await client.connect();
    await client.query(statement);
    await client.end();
  }
});

/** Results without what only the server's catalogue knows, and without node-postgres' own workings. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shape);
  if (typeof value !== 'object' || value === null || !('rowCount' in value)) return value;
  const { command, rowCount, rows, fields } = value as pg.QueryResult;
  const columns = fields.map(({ name, dataTypeID, format }) => ({ name, dataTypeID, format }));
  return { command, rowCount, rows, columns, prototype: Object.getPrototypeOf(value).constructor.name };
}
