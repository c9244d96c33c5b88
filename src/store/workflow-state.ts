import type { Command, Json } from '../events/index.ts';
import type { Sql } from '../ports/index.ts';

/** Publishes what a workflow has set, and takes back what it has cleared. @param commands in their order */
export async function changeState(
  sql: Sql,
  workflowId: string,
  commands: readonly Extract<Command, { type: 'SET_STATE' | 'CLEAR_STATE' }>[],
): Promise<void> {
  const last = new Map(commands.map((command) => [command.key, command]));
  const changes = [...last.values()];
  const set = changes.filter(({ type }) => type === 'SET_STATE');
  const cleared = changes.filter(({ type }) => type === 'CLEAR_STATE').map(({ key }) => key);
  if (set.length > 0) {
    await sql.query(
      `insert into workflow_state (workflow_id, key, value)
       select $1, entry ->> 'key', entry -> 'value' from jsonb_array_elements($2::jsonb) as batch (entry)
       on conflict (workflow_id, key) do update set value = excluded.value`,
      [workflowId, JSON.stringify(set)],
    );
  }
  if (cleared.length > 0) {
    await sql.query('delete from workflow_state where workflow_id = $1 and key = any($2::text[])', [
      workflowId,
      cleared,
    ]);
  }
}

/** What a workflow has published. */
export async function selectState(sql: Sql, workflowId: string): Promise<Readonly<Record<string, Json>>> {
  const rows = await sql.query<{ key: string; value: Json }>(
    'select key, value from workflow_state where workflow_id = $1 order by workflow_id, key',
    [workflowId],
  );
  return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
}
