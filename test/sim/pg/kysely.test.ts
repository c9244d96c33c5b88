import { type Generated, Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { bootedTarget, inRun } from '../../support/own-code.ts';

type Tables = {
  person: {
    id: Generated<number>;
    name: string;
    tags: string[] | null;
    data: unknown;
    born: Date | null;
    score: string | null;
  };
};

const target = bootedTarget(`
  create table person (
    id int generated always as identity primary key, name text not null unique, tags text[], data jsonb,
    born timestamptz, score int8
  )`);

/** Runs a body on Kysely over a run's pool. */
function onKysely(body: (db: Kysely<Tables>) => Promise<void>): Promise<void> {
  return inRun(target(), ({ pool }) => body(new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })));
}

const born = new Date('2001-02-03T04:05:06.789Z');

describe("Kysely's own dialect over a run's pool", () => {
  it('writes and reads every type as on PostgreSQL', () =>
    onKysely(async (db) => {
      const ann = {
        name: 'Ann',
        tags: ['x', 'y"z'],
        data: JSON.stringify({ a: [1] }),
        born,
        score: '9007199254740993',
      };
      const inserted = await db.insertInto('person').values(ann).returningAll().executeTakeFirstOrThrow();
      expect(inserted).toEqual({ ...ann, id: 1, data: { a: [1] } });
      expect(await db.selectFrom('person').select(['born', 'score']).execute()).toEqual([
        { born, score: '9007199254740993' },
      ]);
    }));

  it('tells how many rows were written', () =>
    onKysely(async (db) => {
      const people = ['a', 'b', 'c'].map((name) => ({ name }));
      expect(await db.insertInto('person').values(people).executeTakeFirst()).toMatchObject({
        numInsertedOrUpdatedRows: 3n,
      });
      const update = db.updateTable('person').set({ score: '1' }).where('name', '<', 'c');
      expect(await update.executeTakeFirst()).toMatchObject({ numUpdatedRows: 2n });
      expect(await db.deleteFrom('person').executeTakeFirst()).toMatchObject({ numDeletedRows: 3n });
    }));

  it('joins, groups, takes common table expressions and raw SQL', () =>
    onKysely(async (db) => {
      await db
        .insertInto('person')
        .values([
          { name: 'a', score: '1' },
          { name: 'b', score: '2' },
        ])
        .execute();
      const rows = await db
        .with('rich', (cte) => cte.selectFrom('person').selectAll().where('score', '>', '1'))
        .selectFrom('person as p')
        .innerJoin('rich', (join) => join.on('rich.id', '>', sql.ref<number>('p.id')))
        .select(['p.name', 'rich.name as richer', sql<number>`${1}::int + 1`.as('two')])
        .execute();
      expect(rows).toEqual([{ name: 'a', richer: 'b', two: 2 }]);
    }));

  it('commits a transaction, and rolls one back', () =>
    onKysely(async (db) => {
      await db.transaction().execute((tx) => tx.insertInto('person').values({ name: 'stays' }).execute());
      const failing = db.transaction().execute(async (tx) => {
        await tx.insertInto('person').values({ name: 'goes' }).execute();
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await db.selectFrom('person').select('name').execute()).toEqual([{ name: 'stays' }]);
    }));

  it('sets isolation and access, and refuses what they forbid', () =>
    onKysely(async (db) => {
      const read = db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
      await read.execute(async (tx) => {
        const { rows } = await sql<{
          isolation: string;
        }>`select current_setting('transaction_isolation') isolation`.execute(tx);
        expect(rows).toEqual([{ isolation: 'repeatable read' }]);
        await expect(tx.insertInto('person').values({ name: 'x' }).execute()).rejects.toMatchObject({
          code: '25006',
        });
      });
    }));

  it('controls a transaction by hand, with savepoints', () =>
    onKysely(async (db) => {
      const tx = await db.startTransaction().execute();
      await tx.insertInto('person').values({ name: 'a' }).execute();
      const inner = await tx.savepoint('here').execute();
      await inner.insertInto('person').values({ name: 'b' }).execute();
      await inner.rollbackToSavepoint('here').execute();
      await tx.commit().execute();
      expect(await db.selectFrom('person').select('name').execute()).toEqual([{ name: 'a' }]);
    }));

  it('reports a refusal as node-postgres does', () =>
    onKysely(async (db) => {
      const insert = () => db.insertInto('person').values({ name: 'twice' }).execute();
      await insert();
      await expect(insert()).rejects.toMatchObject({ code: '23505', constraint: 'person_name_key' });
      await expect(insert()).rejects.toBeInstanceOf(pg.DatabaseError);
    }));

  it('keeps one connection for as long as it is asked to', () =>
    onKysely(async (db) => {
      const seen = await db.connection().execute(async (one) => {
        await sql`select set_config('skein.word', 'hello', false)`.execute(one);
        return (await sql<{ word: string }>`select current_setting('skein.word') word`.execute(one)).rows;
      });
      expect(seen).toEqual([{ word: 'hello' }]);
    }));

  it('refuses to stream, in one clear line', () =>
    inRun(target(), async ({ pool }) => {
      class Cursor {
        submit(): void {
          throw new Error('must not come this far');
        }
      }
      const dialect = new PostgresDialect({ pool, cursor: Cursor as never });
      const db = new Kysely<Tables>({ dialect });
      const stream = async (): Promise<void> => {
        for await (const row of db.selectFrom('person').selectAll().stream()) void row;
      };
      await expect(stream()).rejects.toThrow(
        'the simulator has no cursors and streams: query all rows at once',
      );
      expect(await db.selectFrom('person').selectAll().execute()).toEqual([]);
    }));

  it('destroys the pool', () =>
    inRun(target(), async ({ pool }) => {
      const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
      await db.selectFrom('person').selectAll().execute();
      await db.destroy();
      expect(pool.ended).toBe(true);
    }));
});
