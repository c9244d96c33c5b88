import { Kysely, PostgresDialect } from 'kysely';
import type { Pool } from 'pg';

export type Bank = Kysely<{ account: { id: string; balance: number } }>;

export function bank(pool: Pool): Bank {
  return new Kysely({ dialect: new PostgresDialect({ pool }) });
}
