import { afterEach, describe, expect, it } from 'vitest';
import type { SqlPool } from '../../src/ports/index.ts';
import { migrate, migrations } from '../../src/store/index.ts';
import { databaseTargets, type TestDatabase } from '../support/databases.ts';

const names = migrations().map(({ name }) => name);

describe('migrations', () => {
  it('are numbered 1, 2, 3, …', () => {
    expect(migrations().map(({ number }) => number)).toEqual(names.map((_, index) => index + 1));
  });

  it('have names of their own and at least one statement each', () => {
    expect(new Set(names).size).toBe(names.length);
    for (const { statements } of migrations()) expect(statements).not.toHaveLength(0);
  });

  it('are split into statements without their semicolons', () => {
    for (const statement of migrations().flatMap(({ statements }) => statements)) {
      expect(statement).toMatch(/^(--.*\n|\s)*(create|alter|drop|insert|update)\b/);
      expect(statement).not.toMatch(/;\s*$/);
    }
  });
});

for (const target of databaseTargets) {
  describe.skipIf(target.isMissing)(target.title, () => {
    const opened: TestDatabase[] = [];

    async function emptyDatabase(): Promise<SqlPool> {
      const database = await target.open();
      opened.push(database);
      return database.sql;
    }

    afterEach(async () => {
      for (const database of opened.splice(0)) await database.close();
    });

    /** Every table and index, and the columns of each. */
    async function schema(sql: SqlPool): Promise<readonly { name: string; columns: string }[]> {
      return await sql.query<{ name: string; columns: string }>(
        `select relname as name, string_agg(attname, ', ' order by attnum) as columns
         from pg_class join pg_attribute on attrelid = pg_class.oid and attnum > 0
         where relnamespace = 'public'::regnamespace and relkind in ('r', 'i')
         group by pg_class.oid, relname order by relname`,
      );
    }

    it('are refused on a database of a later version', async () => {
      const sql = await emptyDatabase();
      await migrate(sql);
      await sql.query("insert into skein_migration (number, name) values (999, 'from-the-future')");
      await expect(migrate(sql)).rejects.toMatchObject({
        name: 'NewerSchemaError',
        message: expect.stringMatching(
          /migration 999 \(from-the-future\), .* knows \d+: use a newer one/,
        ) as string,
      });
    });

    const tables = `select table_name as name from information_schema.tables where table_schema = 'public'`;

    it('applies every migration to an empty database, in order', async () => {
      const sql = await emptyDatabase();

      expect(await migrate(sql)).toEqual(names);

      expect(await sql.query('select number, name from skein_migration order by applied_at, number')).toEqual(
        migrations().map(({ number, name }) => ({ number, name })),
      );
      const tables = (await schema(sql)).map(({ name }) => name).filter((name) => !name.endsWith('_pkey'));
      expect(tables).toEqual([
        'child_workflow',
        'child_workflow_to_cancel',
        'idempotency_key',
        'idempotency_key_expiring',
        'promise',
        'promise_with_timeout',
        'schedule',
        'schedule_due',
        'schedule_run',
        'schedule_run_to_cancel',
        'skein_migration',
        'task_execution',
        'task_execution_claimable',
        'task_execution_leased',
        'task_execution_of_workflow',
        'task_execution_with_deadline',
        'timer',
        'timer_started',
        'worker',
        'workflow_event',
        'workflow_execution',
        'workflow_execution_claimable',
        'workflow_execution_leased',
        'workflow_execution_untold',
        'workflow_state',
      ]);
    });

    it('has nothing to do the second time', async () => {
      const sql = await emptyDatabase();
      await migrate(sql);
      const before = await schema(sql);

      expect(await migrate(sql)).toEqual([]);
      expect(await schema(sql)).toEqual(before);
    });

    it('lets one of 4 concurrent callers migrate', async () => {
      const sql = await emptyDatabase();

      const applied = await Promise.all(Array.from({ length: 4 }, () => migrate(sql)));

      expect(applied.filter((list) => list.length > 0)).toEqual([names]);
      expect(await sql.query('select number from skein_migration order by number')).toEqual(
        migrations().map(({ number }) => ({ number })),
      );
    });

    it('leaves an empty database empty when a migration fails', async () => {
      const sql = await emptyDatabase();
      await sql.query('create table task_execution (mine integer)');

      await expect(migrate(sql)).rejects.toMatchObject({ name: 'SqlError', code: '42P07' });

      expect(await sql.query(tables)).toEqual([{ name: 'task_execution' }]);
      await sql.query('drop table task_execution');
      expect(await migrate(sql)).toEqual(names);
    });

    it('keeps what is in the database', async () => {
      const sql = await emptyDatabase();
      await migrate(sql);
      await sql.query("insert into idempotency_key (scope, key, owner) values ('s', 'k', 'o')");

      await migrate(sql);

      expect(await sql.query('select scope, key, owner from idempotency_key')).toEqual([
        { scope: 's', key: 'k', owner: 'o' },
      ]);
    });
  });
}
