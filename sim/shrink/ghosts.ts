import { races } from '../kernel/index.ts';
import type { Deviation } from '../strategy/index.ts';
import { ghosts } from './candidate.ts';
import type { Search } from './search.ts';
import { partsOf } from './step-name.ts';

/**
 * Deviations in terms of what really happens: a step that waits for one that never comes, which it did in a larger run,
 * waits in truth for everybody else; then let it wait for the last step before it that races with it, or for the last one.
 */
export async function withoutGhosts(search: Search<unknown>): Promise<void> {
  for (const ghost of ghosts(search.current)) {
    for (const take of waitedFor(search, ghost)) {
      const { deviations } = search.current.candidate;
      const changed = deviations.map((each) => (each === ghost ? { ...ghost, take } : each));
      if (await search.simplify({ deviations: changed })) break;
    }
  }
}

/** The likeliest steps that came before the one that was held back, by their names. */
function waitedFor(
  { current: { attempt } }: Search<unknown>,
  { before, nth = 0 }: Deviation,
): ReadonlySet<string> {
  const held = attempt.taken.filter(({ name }) => name === before)[nth];
  if (!held) return new Set();
  const [actor] = partsOf(before);
  const others = attempt.taken
    .slice(held.since, attempt.taken.indexOf(held))
    .filter(({ name, isTime }) => !isTime && partsOf(name)[0] !== actor);
  const last = [others.findLast(({ footprint }) => races(footprint, held.footprint)), others.at(-1)];
  return new Set(last.flatMap((step) => step?.name ?? []));
}
