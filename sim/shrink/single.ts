import { races } from '../kernel/index.ts';
import type { Deviation, TakenStep } from '../strategy/index.ts';
import type { Candidate } from './candidate.ts';
import type { Search } from './search.ts';
import { actorKind, partsOf, stepKind } from './step-name.ts';

/** Single deviations are tried in the smallest sizes alone. */
const MOST_SIZES = 5;
/** More single deviations are not tried of one size: the likeliest come first. */
const MOST_SINGLES = 24;
/** Two steps that so many others lie between are not turned round: runs that hang are long. */
const REACH = 1_000;
/** A single deviation does not stand for so many preemptions, nor for so many deviations. */
const MANY = { preemptions: 3, deviations: 9 };

/**
 * A single deviation in place of all, in a run that is as small as may be: of two steps that race, the one that the
 * default takes first waits for the one that comes first in the run that fails. A bug that two steps in the wrong order
 * show is found in this way, wherever the schedule that happened to show it was.
 */
export async function inverted(search: Search<unknown>, least: Candidate['size']): Promise<void> {
  const { taken, preemptions } = search.current.attempt;
  if (preemptions >= MANY.preemptions) return;
  await isSingle(search, least, (stage) => inversions(stage, taken));
}

/**
 * The same, where names have changed: any step like one that is held back waits for any step like one that is taken before
 * it; then any step of such an actor for any step of another one.
 */
export async function alike(search: Search<unknown>, least: Candidate['size']): Promise<void> {
  const { deviations } = search.current.candidate;
  if (deviations.length >= MANY.deviations) return;
  for (const kindOf of [stepKind, actorKind]) {
    if (await isSingle(search, least, (stage) => likePairs(stage, deviations, kindOf))) return;
  }
}

async function isSingle(
  search: Search<unknown>,
  least: Candidate['size'],
  pairsOf: (stage: readonly TakenStep[]) => readonly Pair[],
): Promise<boolean> {
  const { candidate, attempt } = search.current;
  const isSimple = attempt.faults + attempt.preemptions + candidate.deviations.length <= 1;
  for (const size of sizesUpTo(candidate.size, least, isSimple)) {
    const stage = await search.stage(size);
    if (!stage) return false;
    for (const { before, take } of nearest(pairsOf(stage)).slice(0, MOST_SINGLES)) {
      const deviations = [{ before: before.name, take: take.name }];
      if (await search.simplify({ size, deviations })) return true;
    }
  }
  return false;
}

/** A step of a run, and its place in it. */
type Placed = TakenStep & { readonly at: number; readonly actor: string };

/** Two steps that could be turned round: the one that comes first would wait for the other one. */
type Pair = { readonly before: Placed; readonly take: Placed };

/** The likeliest: those that are nearest to each other. */
function nearest(pairs: readonly Pair[]): readonly Pair[] {
  const distance = ({ before, take }: Pair): number => take.at - before.at;
  return pairs.toSorted((one, other) => distance(one) - distance(other));
}

/**
 * Pairs that race, and that are the other way round in the run that fails: of any two actors the nearest ones. Besides, the
 * one is held back as early as it was in that run.
 */
function inversions(stage: readonly TakenStep[], taken: readonly TakenStep[]): readonly Pair[] {
  const places = new Map(taken.map(({ name }, place) => [name, place]));
  const steps = placed(stage);
  const isAfter = (name: string, place: number): boolean => (places.get(name) ?? -1) > place;
  const inverted = racing(steps, (before, take) => {
    const place = places.get(take.name);
    return place !== undefined && isAfter(before.name, place);
  });
  const byActors = new Map(
    nearest(inverted)
      .toReversed()
      .map((pair) => [`${pair.before.actor} ${pair.take.actor}`, pair]),
  );
  return [...byActors.values()].flatMap(({ before, take }) => {
    const place = places.get(take.name) ?? 0;
    const first = steps.find(({ actor, name }) => actor === before.actor && isAfter(name, place)) ?? before;
    return first.at < before.at
      ? [
          { before: first, take },
          { before, take },
        ]
      : [{ before, take }];
  });
}

/** Pairs that race, and that are of the same kinds as deviations are. */
function likePairs(
  stage: readonly TakenStep[],
  deviations: readonly Deviation[],
  kindOf: (name: string) => string,
): readonly Pair[] {
  const held = new Set(deviations.map(({ before }) => kindOf(before)));
  const taken = new Set(deviations.map(({ take }) => kindOf(take)));
  const stepsOf = (kinds: ReadonlySet<string>): ReadonlySet<string> =>
    new Set(stage.map(({ name }) => name).filter((name) => kinds.has(kindOf(name))));
  const [mayWait, mayGo] = [stepsOf(held), stepsOf(taken)];
  return racing(placed(stage), (before, take) => mayWait.has(before.name) && mayGo.has(take.name));
}

/** Pairs that race, of those that are wanted: others need not be looked at so closely. */
function racing(
  steps: readonly Placed[],
  isWanted: (before: Placed, take: Placed) => boolean,
): readonly Pair[] {
  const able = steps.filter(({ isTime, footprint }) => !isTime && footprint?.length !== 0); // an empty one races with none
  return able.flatMap((before, index) =>
    able
      .slice(index + 1, index + REACH)
      .filter((take) => take.actor !== before.actor && isWanted(before, take))
      .filter((take) => races(before.footprint, take.footprint))
      .map((take) => ({ before, take })),
  );
}

function placed(steps: readonly TakenStep[]): readonly Placed[] {
  return steps.map((step, at) => ({ ...step, at, actor: partsOf(step.name)[0] }));
}

/** All sizes that come to no more in all, or to less, with one more of something at most, the smallest first. */
function sizesUpTo(
  size: Candidate['size'],
  least: Candidate['size'],
  isLess: boolean,
): readonly Candidate['size'][] {
  let sizes: readonly Candidate['size'][] = [{}];
  for (const [name, now] of Object.entries(size)) {
    const bottom = Math.min(least[name] ?? now, now);
    const amounts = Array.from({ length: now - bottom + 2 }, (_, more) => bottom + more);
    sizes = sizes.flatMap((each) => amounts.map((amount) => ({ ...each, [name]: amount })));
  }
  const sum = (each: Candidate['size']): number => Object.values(each).reduce((all, one) => all + one, 0);
  const most = sum(size) - (isLess ? 1 : 0);
  return sizes
    .filter((each) => sum(each) <= most)
    .toReversed() // of two that come to the same, more of what is named first
    .sort((one, other) => sum(one) - sum(other))
    .slice(0, MOST_SIZES);
}
