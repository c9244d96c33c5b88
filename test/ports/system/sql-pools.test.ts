import { beforeEach, describe, expect, it } from 'vitest';
import { isUniqueViolation, SqlError, type SqlValue } from '../../../src/ports/index.ts';
import { onEachDatabase } from '../../support/databases.ts';

onEachDatabase((sql, target) => {
  const caught = (attempt: Promise<unknown>): Promise<unknown> => attempt.catch((error: unknown) => error);
  const insert = (id: number): string => `insert into thing (id) values (${id})`;

  async function ids(): Promise<number[]> {
    const rows = await sql.query<{ id: number }>('select id from thing order by id');
    return rows.map(({ id }) => id);
  }

  beforeEach(async () => {
    await sql.query('drop table if exists thing');
    await sql.query('create table thing (id integer constraint thing_id primary key check (id < 100))');
  });

  describe('values', () => {
    it.each<[string, unknown]>([
      ['1::int2', 1],
      ['(-2147483648)::int4', -2_147_483_648],
      ['9007199254740991::int8', Number.MAX_SAFE_INTEGER],
      ['4294967295::oid', 4_294_967_295],
      ['1.5::float4', 1.5],
      ["'-Infinity'::float8", Number.NEGATIVE_INFINITY],
      ['(select count(*) from thing)', 0],
      ['true', true],
      ['false', false],
      [`'{"b": 1, "a": [null, "x"]}'::jsonb`, { a: [null, 'x'], b: 1 }],
      [`'"text"'::json`, 'text'],
      ["'null'::jsonb", null],
      ['null::jsonb', null],
      ['null::integer', null],
      ["''::text", ''],
      ["'é 漢 😀'", 'é 漢 😀'],
      ['1.50::numeric', '1.50'],
      ["array['a', 'b c']::text[]", '{a,"b c"}'],
      ["'2024-02-29'::date", '2024-02-29'],
      ["'00000000-0000-4000-8000-000000000000'::uuid", '00000000-0000-4000-8000-000000000000'],
    ])('reads %s alike on every database', async (expression, value) => {
      expect(await sql.query(`select ${expression} as value`)).toEqual([{ value }]);
    });

    it('reads timestamptz as text', async () => {
      const rows = await sql.transaction(async (session) => {
        await session.query("set local time zone 'UTC'");
        return await session.query("select '2024-02-29 13:00:00.25+01'::timestamptz as at");
      });

      expect(rows).toEqual([{ at: '2024-02-29 12:00:00.25+00' }]);
    });

    it.each<[string, SqlValue, unknown]>([
      ['integer', 7, 7],
      ['float8', 0.1, 0.1],
      ['text', 'it\'s "quoted" \\', 'it\'s "quoted" \\'],
      ['boolean', true, true],
      ['boolean', false, false],
      ['integer', null, null],
      ['jsonb', '{"a": null}', { a: null }],
      ['jsonb', 'null', null],
      ['jsonb', null, null],
    ])('sends a parameter of type %s: %s', async (type, value, expected) => {
      expect(await sql.query(`select $1::${type} as value`, [value])).toEqual([{ value: expected }]);
    });

    it.each<[readonly string[]]>([
      [[]],
      [['a', 'b']],
      [['', ' ', 'NULL', 'null', 'a,b', '{x}', '"', '\\', "'", 'é\n']],
    ])('sends an array of texts: %j', async (texts) => {
      const rows = await sql.query<{ text: string }>('select unnest($1::text[]) as text', [texts]);

      expect(rows.map(({ text }) => text)).toEqual(texts);
    });

    it('tells SQL NULL from the null of JSON', async () => {
      const text = 'select $1::jsonb is null as sql, $2::jsonb is null as json';

      expect(await sql.query(text, [null, 'null'])).toEqual([{ sql: true, json: false }]);
    });

    it('refuses an int8 that a number does not hold exactly, and carries on', async () => {
      expect(await caught(sql.query('select 9007199254740993::int8'))).toBeInstanceOf(RangeError);
      expect(await sql.query('select 1 as one')).toEqual([{ one: 1 }]);
    });

    it('answers a statement without rows with none', async () => {
      expect(await sql.query(insert(1))).toEqual([]);
      expect(await sql.query(`${insert(2)} returning id`)).toEqual([{ id: 2 }]);
    });
  });

  describe('errors', () => {
    it('says which unique constraint was violated', async () => {
      await sql.query(insert(1));

      const error = await caught(sql.query(insert(1)));

      expect(error).toBeInstanceOf(SqlError);
      expect(isUniqueViolation(error)).toBe(true);
      expect(error).toMatchObject({
        code: '23505',
        constraint: 'thing_id',
        detail: 'Key (id)=(1) already exists.',
        message: 'duplicate key value violates unique constraint "thing_id"',
      });
    });

    it('says which check was violated', async () => {
      expect(await caught(sql.query(insert(100)))).toMatchObject({
        name: 'SqlError',
        code: '23514',
        constraint: 'thing_id_check',
      });
    });

    it('names no constraint and no detail where there is none', async () => {
      const error = await caught(sql.query('selec'));

      expect(error).toBeInstanceOf(SqlError);
      expect(error).toMatchObject({ code: '42601', constraint: undefined, detail: undefined });
      expect(await caught(sql.query('select 1 / 0'))).toMatchObject({ code: '22012', constraint: undefined });
    });

    it('leaves the pool usable', async () => {
      for (let round = 0; round < 30; round += 1) await caught(sql.query('select nothing'));

      expect(await sql.query('select 1 as one')).toEqual([{ one: 1 }]);
    });
  });

  describe('transactions', () => {
    it('commit what the body did and answer with its result', async () => {
      const result = await sql.transaction(async (session) => {
        await session.query(insert(1));
        return await session.query('select id from thing');
      });

      expect(result).toEqual([{ id: 1 }]);
      expect(await ids()).toEqual([1]);
    });

    it('roll back when the body throws, and reject with what it threw', async () => {
      const failure = new Error('no');

      const rolledBack = sql.transaction(async (session) => {
        await session.query(insert(1));
        throw failure;
      });

      await expect(rolledBack).rejects.toBe(failure);
      expect(await ids()).toEqual([]);
    });

    it('roll back when a statement is refused', async () => {
      const error = await caught(
        sql.transaction(async (session) => {
          await session.query(insert(1));
          await session.query(insert(1));
        }),
      );

      expect(error).toMatchObject({ name: 'SqlError', code: '23505', constraint: 'thing_id' });
      expect(await ids()).toEqual([]);
      await sql.transaction((session) => session.query(insert(2)));
      expect(await ids()).toEqual([2]);
    });

    it('refuse every statement after one that was refused', async () => {
      const seen = await caught(
        sql.transaction(async (session) => {
          await caught(session.query('select 1 / 0'));
          await session.query(insert(1));
        }),
      );

      expect(seen).toMatchObject({ name: 'SqlError', code: '25P02' });
      expect(await ids()).toEqual([]);
    });

    it('do not pretend to commit when the body hides that a statement was refused', async () => {
      const hidden = sql.transaction(async (session) => {
        await session.query(insert(1));
        await caught(session.query('select 1 / 0'));
      });

      await expect(hidden).rejects.toThrow();
      expect(await ids()).toEqual([]);
    });

    it('run at READ COMMITTED', async () => {
      const rows = await sql.transaction((session) => session.query('show transaction_isolation'));

      expect(rows).toEqual([{ transaction_isolation: 'read committed' }]);
    });

    it('hide what they have not committed from concurrent statements', async () => {
      let concurrent: Promise<number[]> = Promise.resolve([]);

      const rolledBack = sql.transaction(async (session) => {
        await session.query(insert(1));
        concurrent = ids();
        await session.query(insert(2));
        throw new Error('no');
      });

      await expect(rolledBack).rejects.toThrow('no');
      expect(await concurrent).toEqual([]);
    });

    it('do not take concurrent statements of others with them', async () => {
      let concurrent: Promise<unknown> = Promise.resolve();

      const rolledBack = sql.transaction(async (session) => {
        await session.query(insert(1));
        concurrent = sql.query(insert(2));
        await session.query(insert(3));
        throw new Error('no');
      });

      await expect(rolledBack).rejects.toThrow('no');
      await concurrent;
      expect(await ids()).toEqual([2]);
    });

    it('take turns on a row that they lock', async () => {
      await sql.query('alter table thing add column total integer not null default 0');
      await sql.query(insert(1));

      await Promise.all(
        Array.from({ length: 10 }, () =>
          sql.transaction(async (session) => {
            const rows = await session.query<{ total: number }>('select total from thing for update');
            await session.query('update thing set total = $1', [(rows[0]?.total ?? Number.NaN) + 1]);
          }),
        ),
      );

      expect(await sql.query('select total from thing')).toEqual([{ total: 10 }]);
    });

    it.runIf(target.hasManySessions)('survive the loss of their session', async () => {
      const lost = sql.transaction(async (session) => {
        await session.query(insert(1));
        const rows = await session.query<{ pid: number }>('select pg_backend_pid() as pid');
        await sql.query('select pg_terminate_backend($1, 5000)', [rows[0]?.pid ?? 0]);
        await session.query(insert(2));
      });

      await expect(lost).rejects.toThrow(/terminat|not queryable/i);
      expect(await ids()).toEqual([]);
      await sql.transaction((session) => session.query(insert(3)));
      expect(await ids()).toEqual([3]);
    });
  });
});
