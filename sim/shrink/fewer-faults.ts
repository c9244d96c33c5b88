import type { TakenStep } from '../strategy/index.ts';
import { ddmin } from './ddmin.ts';
import type { Search } from './search.ts';
import { withoutFault } from './step-name.ts';

/**
 * Fewer faults: of those that happen, then of those that may happen at all, and no more of them than do. Without one of
 * them everything may come otherwise, so the order of all other steps is asked for.
 */
export async function fewerFaults(search: Search<unknown>): Promise<void> {
  const { taken } = search.current.attempt;
  const happened = taken.filter(({ isFault }) => isFault);
  await ddmin(happened, async (part) => {
    const order = orderWith(taken, part);
    return (await search.simplify({ deviations: [], order })) ? part : undefined;
  });
  await ddmin(search.current.candidate.faults, async (faults) =>
    (await mayHappen(search, faults)) ? faults : undefined,
  );
  const { candidate, attempt } = search.current;
  const mostFaults = Math.max(attempt.faults, 1);
  if (candidate.faults.length > 0 && mostFaults < candidate.mostFaults) await search.simplify({ mostFaults });
}

/** Whether it still fails where these faults may happen alone. */
async function mayHappen(search: Search<unknown>, faults: readonly string[]): Promise<boolean> {
  if (await search.change({ faults })) return true;
  const { taken } = search.current.attempt;
  return await search.simplify({ faults, deviations: [], order: taken.map(({ name }) => name) });
}

/** The order of steps in which no faults but these happen; what went wrong goes right. */
function orderWith(taken: readonly TakenStep[], faults: readonly TakenStep[]): readonly string[] {
  return taken.map((step) => (step.isFault && !faults.includes(step) ? withoutFault(step.name) : step.name));
}
