import type { WorkflowSummary } from '../../engine/index.ts';
import { choice, INT4_MAX, integer, optional, record, stored, time } from '../codec/index.ts';
import { WorkflowStatus } from '../generated/skein/v1/skein_pb.ts';

export const workflowStatus = choice(WorkflowStatus);
export const priority = integer(-INT4_MAX - 1, INT4_MAX);

/** A workflow, as it is listed. */
export const workflowSummary = record<WorkflowSummary>()({
  workflowId: stored,
  kind: stored,
  queue: stored,
  status: workflowStatus,
  priority,
  version: optional(stored),
  parentId: optional(stored),
  createdAt: time,
  updatedAt: time,
});
