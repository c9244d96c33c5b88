import { putWorker } from '../store/index.ts';
import type { EnginePorts } from './engine.ts';
import type { HeartbeatWorkerRequest, Nothing } from './operations.ts';

/** Remembers that a worker is there, and what it can do: for people who look. Leases do not depend on it. */
export async function heartbeatWorker(
  { sql }: EnginePorts,
  { worker, queues, workflows, tasks }: HeartbeatWorkerRequest,
): Promise<Nothing> {
  await putWorker(sql, worker, { queues, workflows, tasks });
  return {};
}
