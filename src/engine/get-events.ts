import { selectEvents, workflowExists } from '../store/index.ts';
import type { EnginePorts } from './engine.ts';
import { EngineError } from './engine-error.ts';
import type { GetEventsRequest, GetEventsResponse } from './operations.ts';

/**
 * Reads a workflow's history after a sequence.
 *
 * @throws {EngineError} NOT_FOUND when there is no such workflow.
 */
export async function getEvents(
  { sql }: EnginePorts,
  { workflowId, after, limit }: GetEventsRequest,
): Promise<GetEventsResponse> {
  const events = await selectEvents(sql, workflowId, after, limit);
  // A workflow has events from its first transaction on, so only an empty answer leaves the question open.
  if (events.length === 0 && !((after > 0 || limit === 0) && (await workflowExists(sql, workflowId)))) {
    throw new EngineError('NOT_FOUND', workflowId, `there is no workflow ${workflowId}`);
  }
  return { events };
}
