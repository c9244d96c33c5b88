import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import type { Pool } from 'pg';

export const account = pgTable('account', {
  id: text('id').primaryKey(),
  balance: integer('balance').notNull(),
});

export type Bank = NodePgDatabase;

export function bank(pool: Pool): Bank {
  return drizzle(pool);
}
