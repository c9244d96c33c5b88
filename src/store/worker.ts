import type { Sql } from '../ports/index.ts';

/** What a worker is able to do. */
export type Capabilities = {
  readonly queues: readonly string[];
  readonly workflows: readonly string[];
  readonly tasks: readonly string[];
};

/** Remembers that a worker is there. */
export async function putWorker(sql: Sql, id: string, capabilities: Capabilities): Promise<void> {
  await sql.query(
    `insert into worker (id, capabilities) values ($1, $2::jsonb)
     on conflict (id) do update set capabilities = excluded.capabilities, heartbeat_at = now()`,
    [id, JSON.stringify(capabilities)],
  );
}
