import { bootTarget } from '../simulate/index.ts';
import type { Target } from '../target/index.ts';

/** Each holds a database in memory. */
const MOST_KEPT = 2;

/** A target that was booted, and the end of the last run on it: runs of one target come one after the other. */
type Kept = { readonly target: Promise<Target>; last: Promise<unknown> };

/** By their schemas, those used last at the end. */
const kept = new Map<string, Kept>();

/**
 * Does something with a PGlite that has a schema. It is booted for the first one who asks, and kept for those who ask
 * after them, for a property runs hundreds of times.
 *
 * @throws {SimulateOptionsError} when the database refuses the schema.
 */
export async function onKeptTarget<Result>(
  schema: readonly string[],
  use: (target: Target) => Promise<Result>,
): Promise<Result> {
  const key = JSON.stringify(schema);
  const found = kept.get(key) ?? { target: bootTarget('pglite', schema), last: Promise.resolve() };
  kept.delete(key);
  kept.set(key, found);
  found.target.catch(() => kept.delete(key)); // whoever asks next is told again
  letGo();
  const result = found.last.then(async () => use(await found.target));
  found.last = result.catch(() => undefined);
  return await result;
}

/** Closes those that were not used for longest, once nobody uses them any more. */
function letGo(): void {
  for (const [key, { target, last }] of kept) {
    if (kept.size <= MOST_KEPT) return;
    kept.delete(key);
    void last.then(async () => (await target).close()).catch(() => undefined); // it is as good as closed
  }
}
