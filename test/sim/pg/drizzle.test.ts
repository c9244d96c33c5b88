import { eq, relations, sql } from 'drizzle-orm';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import {
  bigint,
  customType,
  date,
  integer,
  jsonb,
  numeric,
  pgTable,
  text,
  timestamp,
} from 'drizzle-orm/pg-core';
import { describe, expect, it } from 'vitest';
import { bootedTarget, inRun } from '../../support/own-code.ts';

const shouted = customType<{ data: string; driverData: string }>({
  dataType: () => 'text',
  toDriver: (value) => value.toUpperCase(),
  fromDriver: (value) => value.toLowerCase(),
});

const person = pgTable('person', {
  id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
  name: text('name').notNull().unique(),
  tags: text('tags').array(),
  data: jsonb('data'),
  born: timestamp('born', { withTimezone: true }),
  day: date('day'),
  score: bigint('score', { mode: 'bigint' }),
  money: numeric('money'),
  motto: shouted('motto'),
});

const pet = pgTable('pet', {
  name: text('name').primaryKey(),
  owner: integer('owner').references(() => person.id),
});

const schema = {
  person,
  pet,
  people: relations(person, ({ many }) => ({ pets: many(pet) })),
  pets: relations(pet, ({ one }) => ({
    owner: one(person, { fields: [pet.owner], references: [person.id] }),
  })),
};

const target = bootedTarget(`
  create table person (
    id int generated always as identity primary key, name text not null unique, tags text[], data jsonb,
    born timestamptz, day date, score int8, money numeric, motto text
  );
  create table pet (name text primary key, owner int references person)`);

/** Runs a body on Drizzle over a run's pool. */
function onDrizzle(body: (db: NodePgDatabase<typeof schema>) => Promise<void>): Promise<void> {
  return inRun(target(), ({ pool }) => body(drizzle(pool, { schema })));
}

const ann = {
  name: 'Ann',
  tags: ['x', 'y"z'],
  data: { a: [1] },
  born: new Date('2001-02-03T04:05:06.789Z'),
  day: '2001-02-03',
  score: 9_007_199_254_740_993n,
  money: '1.50',
  motto: 'be kind',
};

describe("Drizzle's own node-postgres driver over a run's pool", () => {
  it('writes and reads every type as on PostgreSQL', () =>
    onDrizzle(async (db) => {
      expect(await db.insert(person).values(ann).returning()).toEqual([{ id: 1, ...ann }]);
      expect(await db.select().from(person)).toEqual([{ id: 1, ...ann }]);
      expect((await db.execute(sql`select motto from person`)).rows).toEqual([{ motto: 'BE KIND' }]);
    }));

  it('joins, and follows relations', () =>
    onDrizzle(async (db) => {
      await db.insert(person).values({ name: 'Ann' });
      await db.insert(pet).values([{ name: 'Rex', owner: 1 }, { name: 'Tom' }]);
      expect(
        await db
          .select({ pet: pet.name, owner: person.name })
          .from(pet)
          .leftJoin(person, eq(pet.owner, person.id))
          .orderBy(pet.name),
      ).toEqual([
        { pet: 'Rex', owner: 'Ann' },
        { pet: 'Tom', owner: null },
      ]);
      const people = await db.query.person.findMany({ columns: { name: true }, with: { pets: true } });
      expect(people).toEqual([{ name: 'Ann', pets: [{ name: 'Rex', owner: 1 }] }]);
    }));

  it('prepares a statement by name, and runs it more than once', () =>
    onDrizzle(async (db) => {
      await db.insert(person).values([{ name: 'a' }, { name: 'b' }]);
      const byName = db
        .select({ id: person.id })
        .from(person)
        .where(eq(person.name, sql.placeholder('name')))
        .prepare('by_name');
      expect([await byName.execute({ name: 'a' }), await byName.execute({ name: 'b' })]).toEqual([
        [{ id: 1 }],
        [{ id: 2 }],
      ]);
    }));

  it('commits a transaction on a client of its own, and rolls one back', () =>
    inRun(target(), async ({ pool }) => {
      const db = drizzle(pool);
      await db.transaction(async (tx) => {
        await tx.insert(person).values({ name: 'stays' });
        expect(pool.idleCount).toBe(0);
      });
      const failing = db.transaction(async (tx) => {
        await tx.insert(person).values({ name: 'goes' });
        tx.rollback();
      });
      await expect(failing).rejects.toThrow('Rollback');
      expect(await db.select({ name: person.name }).from(person)).toEqual([{ name: 'stays' }]);
    }));

  it('nests transactions in savepoints, and sets isolation', () =>
    onDrizzle(async (db) => {
      await db.transaction(
        async (tx) => {
          await tx.insert(person).values({ name: 'a' });
          const inner = tx.transaction(async (nested) => {
            await nested.insert(person).values({ name: 'b' });
            throw new Error('no');
          });
          await expect(inner).rejects.toThrow('no');
          const { rows } = await tx.execute(
            sql`select current_setting('transaction_isolation') as isolation`,
          );
          expect(rows).toEqual([{ isolation: 'serializable' }]);
        },
        { isolationLevel: 'serializable' },
      );
      expect(await db.select({ name: person.name }).from(person)).toEqual([{ name: 'a' }]);
    }));

  it('reports a refusal as node-postgres does', () =>
    onDrizzle(async (db) => {
      await db.insert(person).values({ name: 'twice' });
      const error: unknown = await db
        .insert(person)
        .values({ name: 'twice' })
        .catch((cause: unknown) => cause);
      expect(error).toMatchObject({ cause: { code: '23505', constraint: 'person_name_key' } });
    }));

  it('works on a single client too', () =>
    inRun(target(), async ({ pool }) => {
      const client = await pool.connect();
      const db = drizzle(client);
      await db.transaction(async (tx) => {
        await tx.insert(person).values({ name: 'one' });
      });
      expect(await db.select({ name: person.name }).from(person)).toEqual([{ name: 'one' }]);
      client.release();
    }));
});
