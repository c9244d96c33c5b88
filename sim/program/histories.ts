import type { WorkflowEvent } from '../../src/events/index.ts';
import type { Target } from '../target/index.ts';

/** Every workflow's history that a run has left, by the workflow's identifier. */
export function historiesIn(target: Target): ReadonlyMap<string, readonly WorkflowEvent[]> {
  const rows = target.inspect(
    `select workflow_id as id, sequence, type, data, floor(extract(epoch from created_at) * 1000)::float8 as time
     from workflow_event order by workflow_id, sequence`,
  ) as readonly (WorkflowEvent & { readonly id: string })[]; // as the columns say
  const byId = new Map<string, WorkflowEvent[]>();
  for (const { id, ...event } of rows) byId.set(id, [...(byId.get(id) ?? []), event]);
  return byId;
}
