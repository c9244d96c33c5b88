import type { Candidate } from './candidate.ts';
import { consolidate } from './consolidate.ts';
import { ddmin } from './ddmin.ts';
import { faultAlone } from './fault-alone.ts';
import { fewerFaults } from './fewer-faults.ts';
import { withoutGhosts } from './ghosts.ts';
import { merge } from './merge.ts';
import { recast } from './recast.ts';
import type { Search } from './search.ts';
import { alike, inverted } from './single.ts';

/** Something that may make a failing run simpler. */
type Pass = (search: Search<unknown>, least: Candidate['size']) => Promise<void>;

/** Fewer of everything, as few as may be, each kind by itself. */
const smaller: Pass = async (search, least) => {
  for (const [name, bottom] of Object.entries(least)) {
    while (await isSmaller(search, name, bottom));
  }
};

async function isSmaller(search: Search<unknown>, name: string, bottom: number): Promise<boolean> {
  const { size } = search.current.candidate;
  const now = size[name] ?? bottom;
  if (now <= bottom) return false;
  for (const amount of new Set([bottom, Math.floor((bottom + now) / 2), now - 1])) {
    if (await search.change({ size: { ...size, [name]: amount } })) return true;
  }
  return false;
}

/** As few deviations as may be: without any of them it would not fail. */
const fewerDeviations: Pass = async (search) => {
  await ddmin(search.current.candidate.deviations, async (part) =>
    (await search.change({ deviations: part })) ? search.current.candidate.deviations : undefined,
  );
};

/** In the order in which they are made: what saves most comes first, and what each run costs after that. */
export const PASSES: readonly Pass[] = [
  faultAlone,
  fewerFaults,
  smaller,
  consolidate,
  recast,
  inverted,
  fewerDeviations,
  alike,
  merge,
  withoutGhosts,
];
