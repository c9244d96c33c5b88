import { deleteExpiredKeys } from '../store/index.ts';
import type { EnginePorts } from './engine.ts';
import type { SweepRequest, SweepResponse } from './operations.ts';

/** Forgets idempotency keys whose time is over. */
export async function forgetKeys({ sql }: EnginePorts, { limit }: SweepRequest): Promise<SweepResponse> {
  const count = await deleteExpiredKeys(sql, limit);
  return count === limit ? { count, nextInMs: 0 } : { count };
}
