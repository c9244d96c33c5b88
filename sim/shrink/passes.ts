import type { Deviation } from '../strategy/index.ts';
import type { Candidate } from './candidate.ts';
import { ddmin } from './ddmin.ts';
import { recast, single } from './rename.ts';
import type { Search } from './search.ts';
import { actorKind } from './step-name.ts';

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

/** Fewer faults that may happen at all. */
const fewerFaults: Pass = async (search) => {
  const { faults } = search.current.candidate;
  await ddmin(faults, async (part) => ((await search.change({ faults: part })) ? part : undefined));
};

/** Deviations of fewer kinds: most have nothing to do with it, and those between actors of two kinds go at once. */
const fewerKinds: Pass = async (search) => {
  const kinds = [...new Set(search.current.candidate.deviations.map(kindsOf))];
  await ddmin(kinds, async (part) => {
    const { deviations } = search.current.candidate;
    const left = deviations.filter((each) => part.includes(kindsOf(each)));
    if (!(await search.change({ deviations: left }))) return undefined;
    const needed = new Set(search.current.candidate.deviations.map(kindsOf));
    return part.filter((kind) => needed.has(kind));
  });
};

function kindsOf({ before, take }: Deviation): string {
  return `${actorKind(before)} / ${actorKind(take)}`;
}

/** The shortest beginning of the schedule after which the default fails by itself. */
const shorter: Pass = async (search) => {
  const { deviations } = search.current.candidate;
  let [low, high] = [0, deviations.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (await search.change({ deviations: deviations.slice(0, middle) })) high = middle;
    else low = middle + 1;
  }
};

/** As few deviations as may be: without any of them it would not fail. */
const fewerDeviations: Pass = async (search) => {
  await ddmin(search.current.candidate.deviations, async (part) =>
    (await search.change({ deviations: part })) ? search.current.candidate.deviations : undefined,
  );
};

/** Two deviations made one: what the one holds back waits for what the other one takes. */
const merged: Pass = async (search) => {
  while (await isMerged(search));
};

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

/** In the order in which they are made: what saves most comes first. */
export const PASSES: readonly Pass[] = [
  fewerFaults,
  fewerKinds,
  smaller,
  shorter,
  fewerDeviations,
  recast,
  merged,
  single,
];
