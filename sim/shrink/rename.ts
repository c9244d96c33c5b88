import { type Deviation, kindOf } from '../strategy/index.ts';
import { type Candidate, compare } from './candidate.ts';
import type { Search } from './search.ts';

/** More sizes are not tried: the smallest come first. */
const MOST_SIZES = 40;
/** More single deviations are not tried in one pass. */
const MOST_SINGLES = 120;
/** So many deviations are not made one. */
const MANY = 5;

/** A step's name, in its parts. */
type Parts = readonly [actor: string, label: string, ...others: unknown[]];

/** The actor and the label of a step, by its name. */
export function partsOf(name: string): Parts {
  return JSON.parse(name) as Parts; // as nameOf makes them
}

/** What steps have in common that may stand for each other: the same is done by actors of one kind. */
function stepKind(name: string): string {
  const [actor, label, , fault] = partsOf(name);
  return JSON.stringify([kindOf(actor), label, fault]);
}

/**
 * The same deviations in a smaller run, in which others play the same parts: the first actor of a kind that deviates
 * becomes the first one of that kind that there is, and so on.
 */
export async function recast(search: Search<unknown>, least: Candidate['size']): Promise<void> {
  const { candidate, attempt } = search.current;
  const cast = actorsIn(attempt.names, namesIn(candidate.deviations));
  for (const size of sizesBelow(candidate.size, least)) {
    const stage = await search.look({ ...candidate, size, deviations: [] });
    if (!stage) return;
    const parts = rolesFor(cast, actorsIn(stage.names));
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
 * for any step like one that is taken before it. A bug that two steps in the wrong order show is found in this way,
 * wherever the schedule that happened to show it was.
 */
export async function single(search: Search<unknown>, least: Candidate['size']): Promise<void> {
  const { candidate, attempt } = search.current;
  const { deviations } = candidate;
  if (deviations.length > MANY || deviations.length === 0) return;
  const held = new Set(deviations.map(({ before }) => stepKind(before)));
  const taken = new Set(deviations.map(({ take }) => stepKind(take)));
  let left = MOST_SINGLES;
  for (const size of [...sizesBelow(candidate.size, least), candidate.size]) {
    const stage = await search.look({ ...candidate, size, deviations: [] });
    if (!stage) return;
    const steps = stage.names.map((name, at) => ({
      name,
      at,
      kind: stepKind(name),
      actor: partsOf(name)[0],
    }));
    const befores = steps.filter(({ kind }) => held.has(kind));
    const takes = steps.filter(({ kind }) => taken.has(kind));
    for (const before of befores) {
      for (const take of takes) {
        if (take.at <= before.at || take.actor === before.actor) continue;
        if (left === 0) return;
        left -= 1;
        const one = { before: before.name, take: take.name };
        const failing = await search.try({ ...candidate, size, deviations: [one] });
        if (!failing || compare(failing, { candidate, attempt }) >= 0) continue;
        search.current = failing;
        return;
      }
    }
  }
}

function namesIn(deviations: readonly Deviation[]): ReadonlySet<string> {
  return new Set(deviations.flatMap(({ before, take }) => [partsOf(before)[0], partsOf(take)[0]]));
}

/** Actors by their kind, in the order of their first steps. */
function actorsIn(
  names: readonly string[],
  only?: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const actors = new Map<string, string[]>();
  for (const actor of new Set(names.map((name) => partsOf(name)[0]))) {
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

/** All sizes with less of something and more of nothing, the smallest first. */
function sizesBelow(size: Candidate['size'], least: Candidate['size']): readonly Candidate['size'][] {
  let sizes: readonly Candidate['size'][] = [{}];
  for (const [name, now] of Object.entries(size)) {
    const bottom = least[name] ?? now;
    const amounts = Array.from({ length: now - bottom + 1 }, (_, more) => bottom + more);
    sizes = sizes.flatMap((each) => amounts.map((amount) => ({ ...each, [name]: amount })));
  }
  const sum = (each: Candidate['size']): number => Object.values(each).reduce((all, one) => all + one, 0);
  return sizes
    .filter((each) => sum(each) < sum(size))
    .sort((one, other) => sum(one) - sum(other))
    .slice(0, MOST_SIZES);
}
