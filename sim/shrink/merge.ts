import type { Search } from './search.ts';

/** More deviations are not made fewer in this way: it takes as many runs as there are pairs of them, twice. */
const MANY = 8;

/** Two deviations made one: what the one holds back waits for what the other one takes. */
export async function merge(search: Search<unknown>): Promise<void> {
  if (search.current.candidate.deviations.length > MANY) return;
  while (await isMerged(search));
}

async function isMerged(search: Search<unknown>): Promise<boolean> {
  const { deviations } = search.current.candidate;
  for (const [index, first] of deviations.entries()) {
    for (const second of deviations.slice(index + 1)) {
      for (const one of [
        { ...first, take: second.take },
        { ...second, take: first.take },
      ]) {
        const changed = deviations.flatMap((each) =>
          each === second ? [] : each === first ? [one] : [each],
        );
        if (await search.simplify({ deviations: changed })) return true;
      }
    }
  }
  return false;
}
