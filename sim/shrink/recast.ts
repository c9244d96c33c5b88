import type { TakenStep } from '../strategy/index.ts';
import type { Candidate } from './candidate.ts';
import type { Search } from './search.ts';
import { kindOf, partsOf } from './step-name.ts';

/** So many of those who might be left out are tried, those who matter least first. */
const MOST_LEFT_OUT = 8;

/**
 * The same order of steps in a smaller run, in which those who have most to do with it play on under other names: whoever
 * interrupted somebody, or was interrupted, is kept, and the others are left out.
 */
export async function recast(search: Search<unknown>, least: Candidate['size']): Promise<void> {
  for (const [name, bottom] of Object.entries(least)) {
    while (await isRecast(search, name, bottom));
  }
}

async function isRecast(search: Search<unknown>, name: string, bottom: number): Promise<boolean> {
  const { size } = search.current.candidate;
  const now = size[name] ?? bottom;
  if (now <= bottom) return false;
  for (const amount of new Set([bottom, Math.floor((bottom + now) / 2), now - 1])) {
    const stage = await search.stage({ ...size, [name]: amount });
    if (!stage) return false;
    const most = amount === now - 1 ? MOST_LEFT_OUT : 1;
    for (const casting of castings(search.current.attempt.taken, stage, most)) {
      if (await plays(search, { ...size, [name]: amount }, casting)) return true;
    }
  }
  return false;
}

/** Who is called how from now on; undefined for those who are left out. */
type Casting = ReadonlyMap<string, string | undefined>;

async function plays(search: Search<unknown>, size: Candidate['size'], casting: Casting): Promise<boolean> {
  const { candidate, attempt } = search.current;
  const order = attempt.taken.flatMap(({ name }) => renamed(name, casting) ?? []);
  const failing = await search.try({ ...candidate, size, deviations: [], order });
  if (!failing) return false;
  const { faults, preemptions } = failing.attempt;
  if (faults > attempt.faults || preemptions > attempt.preemptions) return false;
  search.current = failing;
  return true;
}

/** Actors of a kind of which there are too many, and how those of them are called that there are in the smaller run. */
type Surplus = {
  readonly actors: readonly string[];
  readonly roles: readonly string[];
  /** Who has least to do with it first. */
  readonly light: readonly string[];
};

/** Leaves out the first of those who have least to do with it, then the second, and so on. */
function* castings(
  taken: readonly TakenStep[],
  stage: readonly TakenStep[],
  most: number,
): Generator<Casting> {
  const kinds = surplusOf(taken, stage);
  const all = Math.max(0, ...kinds.map(({ actors }) => actors.length));
  for (let first = 0; first < Math.min(all, most); first += 1) {
    yield new Map(
      kinds.flatMap(({ actors, roles, light }) => {
        const from = first % actors.length;
        const out = [...light.slice(from), ...light.slice(0, from)].slice(0, actors.length - roles.length);
        const kept = actors.filter((actor) => !out.includes(actor));
        return actors.map((actor) => [actor, roles[kept.indexOf(actor)]] as const);
      }),
    );
  }
}

/** A handler is named for its caller: it is left out, or called otherwise, when that one is. */
function surplusOf(taken: readonly TakenStep[], stage: readonly TakenStep[]): readonly Surplus[] {
  const [cast, smaller] = [actorsByKind(taken), actorsByKind(stage)];
  const kinds = [...cast].map(([kind, actors]) => ({ actors, roles: smaller.get(kind) ?? [] }));
  const surplus = kinds.filter(({ actors, roles }) => actors.length > roles.length);
  const all = surplus.flatMap(({ actors }) => actors);
  const weights = weightsOf(taken);
  const weightOf = (actor: string): number =>
    [...weights].reduce((sum, [other, weight]) => (isNamedFor(other, actor) ? sum + weight : sum), 0);
  return surplus
    .filter(
      ({ actors }) =>
        !actors.every((actor) => all.some((other) => other !== actor && isNamedFor(actor, other))),
    )
    .map((kind) => ({
      ...kind,
      light: kind.actors.toSorted((one, other) => weightOf(one) - weightOf(other)),
    }));
}

/** How often an actor interrupted somebody, or was interrupted. */
function weightsOf(taken: readonly TakenStep[]): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  const last = new Map<number, number>();
  for (const [place, { thread, since, name }] of taken.entries()) {
    const left = last.get(thread);
    last.set(thread, place);
    if (left === undefined || left === place - 1 || since > left + 1) continue;
    for (const other of [name, taken[left + 1]?.name, taken[place - 1]?.name]) {
      const actor = other === undefined ? undefined : partsOf(other)[0];
      if (actor !== undefined) weights.set(actor, (weights.get(actor) ?? 0) + 1);
    }
  }
  return weights;
}

/** Actors by their kind, by the numbers in their names. */
function actorsByKind(taken: readonly TakenStep[]): ReadonlyMap<string, readonly string[]> {
  const actors = new Map<string, string[]>();
  for (const actor of new Set(taken.map(({ name }) => partsOf(name)[0]))) {
    const known = actors.get(kindOf(actor));
    if (known) known.push(actor);
    else actors.set(kindOf(actor), [actor]);
  }
  const byNumber = new Intl.Collator('en', { numeric: true });
  return new Map([...actors].map(([kind, names]) => [kind, names.toSorted(byNumber.compare)]));
}

/** Whether an actor is another one, or named for it, as `completeTask client-1#1` is for `client-1`. */
function isNamedFor(actor: string, other: string): boolean {
  return actor.split(/[ #]/).includes(other) || actor === other;
}

function renamed(name: string, casting: Casting): string | undefined {
  const [actor, ...others] = partsOf(name);
  for (const [old, role] of casting) {
    if (!isNamedFor(actor, old)) continue;
    return role === undefined ? undefined : JSON.stringify([actor.replace(old, role), ...others]);
  }
  return name;
}
