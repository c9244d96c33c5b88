import { claimWorkflow } from '../store/index.ts';
import type { EnginePorts } from './engine.ts';
import type { PollRequest, PollWorkflowResponse } from './operations.ts';

/** Hands a PENDING workflow to a worker, under a lease. */
export async function pollWorkflow(
  { sql, random }: EnginePorts,
  request: PollRequest,
): Promise<PollWorkflowResponse> {
  const token = random.uuid();
  const claimed = await claimWorkflow(sql, { ...request, token });
  return claimed
    ? { activation: { workflowId: claimed.id, kind: claimed.kind, queue: claimed.queue, token } }
    : {};
}
