import { selectWorkflows, type WorkflowRow } from '../store/index.ts';
import type { EnginePorts } from './engine.ts';
import type { ListWorkflowsRequest, ListWorkflowsResponse, WorkflowSummary } from './operations.ts';

/** Lists workflows, page by page, in the order of their ids. */
export async function listWorkflows(
  { sql }: EnginePorts,
  { status, kind, idPrefix = '', after = '', limit }: ListWorkflowsRequest,
): Promise<ListWorkflowsResponse> {
  const filter = { status: status ?? null, kind: kind ?? null, idPrefix, after, limit };
  const rows = await selectWorkflows(sql, filter);
  return { workflows: rows.map(summaryOf) };
}

/** What a row tells, without what is absent. */
export function summaryOf(row: WorkflowRow): WorkflowSummary {
  const { workflowId, kind, queue, status, priority, version, parentId, createdAt, updatedAt } = row;
  return {
    workflowId,
    kind,
    queue,
    status,
    priority,
    ...(version === null ? {} : { version }),
    ...(parentId === null ? {} : { parentId }),
    createdAt,
    updatedAt,
  };
}
