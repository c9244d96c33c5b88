import type { EventBody, WorkflowEvent } from '../events/index.ts';
import type { Sql } from '../ports/index.ts';

/**
 * Appends events to a workflow's history, numbered from its current end. The caller holds the lock on the
 * workflow's row: that, and nothing else, is what keeps two appends from taking the same number.
 *
 * @param events at least one
 * @returns the sequence of the last event before these.
 */
export async function appendEvents(
  sql: Sql,
  workflowId: string,
  events: readonly EventBody[],
): Promise<number> {
  const rows = await sql.query<{ sequence: number }>(
    `insert into workflow_event (workflow_id, sequence, type, data)
     select $1, history.length + batch.position, batch.event ->> 'type', batch.event -> 'data'
     from (select coalesce(max(sequence), 0) as length from workflow_event where workflow_id = $1) as history,
          jsonb_array_elements($2::jsonb) with ordinality as batch (event, position)
     order by batch.position
     returning sequence`,
    [workflowId, JSON.stringify(events)],
  );
  const first = rows[0];
  if (!first) throw new Error(`appending ${events.length} events to ${workflowId} returned no row`);
  return first.sequence - 1;
}

/** Gives workflows that were just created the first event of their histories. */
export async function beginHistories(
  sql: Sql,
  beginnings: readonly { readonly workflowId: string; readonly event: EventBody }[],
): Promise<void> {
  await sql.query(
    `insert into workflow_event (workflow_id, sequence, type, data)
     select beginning ->> 'workflowId', 1, beginning -> 'event' ->> 'type', beginning -> 'event' -> 'data'
     from jsonb_array_elements($1::jsonb) with ordinality as batch (beginning, position)
     order by position`,
    [JSON.stringify(beginnings)],
  );
}

/** Reads a workflow's history after a sequence, in order. @param limit null for all of it */
export async function selectEvents(
  sql: Sql,
  workflowId: string,
  after: number,
  limit: number | null = null,
): Promise<readonly WorkflowEvent[]> {
  return await sql.query<WorkflowEvent>(
    `select sequence, type, data, floor(extract(epoch from created_at) * 1000)::bigint as time
     from workflow_event where workflow_id = $1 and sequence > $2 order by workflow_id, sequence limit $3`,
    [workflowId, after, limit],
  );
}
