import { claimTask } from '../store/index.ts';
import type { EnginePorts } from './engine.ts';
import type { PollRequest, PollTaskResponse } from './operations.ts';

/** Hands a due PENDING task to a worker, as its next attempt, under a lease. */
export async function pollTask(
  { sql, random }: EnginePorts,
  request: PollRequest,
): Promise<PollTaskResponse> {
  const token = random.uuid();
  const task = await claimTask(sql, { ...request, token });
  return task ? { task: { ...task, token } } : {};
}
