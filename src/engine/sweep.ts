import type { Sql } from '../ports/index.ts';
import type { EnginePorts } from './engine.ts';
import type { SweepRequest, SweepResponse } from './operations.ts';

type Sweep<Found> = {
  /** Looks for what there is to do, without locking it. */
  readonly find: (sql: Sql, limit: number) => Promise<readonly Found[]>;
  /** Does one piece, in a transaction of its own. @returns false if somebody else did it meanwhile */
  readonly handle: (found: Found) => Promise<boolean>;
  /** Milliseconds until there is something to do; null if nothing is known. */
  readonly next?: (sql: Sql) => Promise<number | null>;
};

/**
 * Does what is due. Nothing is claimed beforehand: each piece is looked at again under its locks, so that any number of
 * sweeps may run at once, and one that dies in between leaves nothing half done.
 */
export async function sweep<Found>(
  { sql }: EnginePorts,
  { limit }: SweepRequest,
  { find, handle, next }: Sweep<Found>,
): Promise<SweepResponse> {
  const found = await find(sql, limit);
  let count = 0;
  for (const each of found) if (await handle(each)) count += 1;
  if (found.length === limit) return { count, nextInMs: 0 };
  const ms = next ? await next(sql) : null;
  return ms === null ? { count } : { count, nextInMs: Math.max(ms, 0) };
}
