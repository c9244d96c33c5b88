import { races } from '../kernel/index.ts';
import type { Deviation, TakenStep } from '../strategy/index.ts';
import { type Candidate, compare } from './candidate.ts';
import type { Search } from './search.ts';
import { actorKind, kindOf, partsOf, stepKind } from './step-name.ts';

/** More sizes are not tried: the smallest come first. */
const MOST_SIZES = 40;
/** Single deviations are tried in the smallest sizes alone. */
const MOST_SIZES_FOR_SINGLES = 8;
/** More single deviations are not tried of one size: the likeliest come first. */
const MOST_SINGLES = 24;
/** So many deviations are not made one. */
const MANY = 8;

/**
 * The same deviations in a smaller run, in which others play the same parts: the first actor of a kind that deviates
 * becomes the first one of that kind that there is, and so on.
 */
export async function recast(search: Search<unknown>, least: Candidate['size']): Promise<void> {
  const { candidate, attempt } = search.current;
  const cast = actorsIn(attempt.taken, namesIn(candidate.deviations));
  for (const size of sizesUpTo(candidate.size, least)) {
    const stage = await search.look({ ...candidate, size, deviations: [] });
    if (!stage) return;
    const parts = rolesFor(cast, actorsIn(stage.taken));
    if (!parts) continue;
    const deviations = candidate.deviations.map((each) => ({
      ...each,
      before: renamed(each.before, parts),
      take: renamed(each.take, parts),
    }));
    if (await search.change({ size, deviations })) return;
  }
}

/**
 * A single deviation in place of a few, in a run that is as small as may be: any step like one that is held back waits
 * for any step like one that is taken before it; then any step of such an actor for any step of another one. A bug that
 * two steps in the wrong order show is found in this way, wherever the schedule that happened to show it was.
 */
export async function single(search: Search<unknown>, least: Candidate['size']): Promise<void> {
  const { deviations } = search.current.candidate;
  if (deviations.length > MANY || deviations.length === 0) return;
  for (const kind of [stepKind, actorKind]) {
    if (await isSingle(search, least, kind)) return;
  }
}

async function isSingle(
  search: Search<unknown>,
  least: Candidate['size'],
  kindOfStep: (name: string) => string,
): Promise<boolean> {
  const { candidate, attempt } = search.current;
  const held = new Set(candidate.deviations.map(({ before }) => kindOfStep(before)));
  const taken = new Set(candidate.deviations.map(({ take }) => kindOfStep(take)));
  for (const size of sizesUpTo(candidate.size, least).slice(0, MOST_SIZES_FOR_SINGLES)) {
    const stage = await search.look({ ...candidate, size, deviations: [] });
    if (!stage) return false;
    const pairs = pairsOf(
      stage.taken,
      (name) => held.has(kindOfStep(name)),
      (name) => taken.has(kindOfStep(name)),
    );
    for (const one of pairs.slice(0, MOST_SINGLES)) {
      const failing = await search.try({ ...candidate, size, deviations: [one] });
      if (!failing || compare(failing, { candidate, attempt }) >= 0) continue;
      search.current = failing;
      return true;
    }
  }
  return false;
}

/** All that could be turned round of two steps that race, those that are nearest to each other first. */
function pairsOf(
  taken: readonly TakenStep[],
  isHeld: (name: string) => boolean,
  isTaken: (name: string) => boolean,
): readonly Deviation[] {
  const steps = taken.map((step, at) => ({ ...step, at, actor: partsOf(step.name)[0] }));
  const takes = steps.filter(({ name }) => isTaken(name));
  return steps
    .filter(({ name }) => isHeld(name))
    .flatMap((before) =>
      takes
        .filter((take) => take.at > before.at && take.actor !== before.actor)
        .filter((take) => races(before.footprint, take.footprint))
        .map((take) => ({ before: before.name, take: take.name, distance: take.at - before.at })),
    )
    .sort((one, other) => one.distance - other.distance)
    .map(({ before, take }) => ({ before, take }));
}

function namesIn(deviations: readonly Deviation[]): ReadonlySet<string> {
  return new Set(deviations.flatMap(({ before, take }) => [partsOf(before)[0], partsOf(take)[0]]));
}

/** Actors by their kind, in the order of their first steps. */
function actorsIn(
  taken: readonly TakenStep[],
  only?: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const actors = new Map<string, string[]>();
  for (const actor of new Set(taken.map(({ name }) => partsOf(name)[0]))) {
    if (only && !only.has(actor)) continue;
    const kind = kindOf(actor);
    const known = actors.get(kind);
    if (known) known.push(actor);
    else actors.set(kind, [actor]);
  }
  return actors;
}

/** Who plays whom; undefined if there are not enough. */
function rolesFor(
  cast: ReadonlyMap<string, readonly string[]>,
  stage: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, string> | undefined {
  const roles = new Map<string, string>();
  for (const [kind, actors] of cast) {
    for (const [index, actor] of actors.entries()) {
      const other = stage.get(kind)?.[index];
      if (other === undefined) return undefined;
      roles.set(actor, other);
    }
  }
  return roles;
}

function renamed(name: string, roles: ReadonlyMap<string, string>): string {
  const [actor, ...others] = partsOf(name);
  return JSON.stringify([roles.get(actor) ?? actor, ...others]);
}

/** All sizes that come to no more in all, with one more of something at most, the smallest first. */
function sizesUpTo(size: Candidate['size'], least: Candidate['size']): readonly Candidate['size'][] {
  let sizes: readonly Candidate['size'][] = [{}];
  for (const [name, now] of Object.entries(size)) {
    const bottom = least[name] ?? now;
    const amounts = Array.from({ length: now - bottom + 2 }, (_, more) => bottom + more);
    sizes = sizes.flatMap((each) => amounts.map((amount) => ({ ...each, [name]: amount })));
  }
  const sum = (each: Candidate['size']): number => Object.values(each).reduce((all, one) => all + one, 0);
  return sizes
    .filter((each) => sum(each) <= sum(size))
    .toReversed() // of two that come to the same, more of what is named first
    .sort((one, other) => sum(one) - sum(other))
    .slice(0, MOST_SIZES);
}
