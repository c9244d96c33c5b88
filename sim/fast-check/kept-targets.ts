import { bootTarget } from '../simulate/index.ts';
import type { Target } from '../target/index.ts';

/** Each holds a database in memory. */
const MOST_KEPT = 2;

/** By their schemas, those used last at the end. */
const kept = new Map<string, Target>();

/** The end of whatever is done with any of them: one run comes after the other, and no database boots meanwhile. */
let last: Promise<unknown> = Promise.resolve();

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
  const result = last.then(async () => await use(await targetWith(schema)));
  last = result.catch(() => undefined); // that is for whoever asked
  return await result;
}

async function targetWith(schema: readonly string[]): Promise<Target> {
  const key = JSON.stringify(schema);
  const found = kept.get(key);
  if (!found) await letGo();
  const target = found ?? (await bootTarget('pglite', schema));
  kept.delete(key);
  kept.set(key, target);
  return target;
}

/** Closes those that were not used for longest, until there is room for one more. */
async function letGo(): Promise<void> {
  for (const [key, target] of kept) {
    if (kept.size < MOST_KEPT) return;
    kept.delete(key);
    await target.close();
  }
}
