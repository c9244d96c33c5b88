import type { Footprint, RandomStream } from '../kernel/index.ts';
import type { Profile } from './profile.ts';

/**
 * A set of steps: those that touch one thing. A row is known by when it was first touched, as the n-th of its space,
 * because many keys are different in each run.
 */
export type Interest = {
  readonly space: string;
  /** 0 for the first row of the space that was touched; undefined for all of it. */
  readonly row: number | undefined;
};

/** Tells whether steps touch what is of interest; to be asked about those that are taken, in their order. */
export class InterestWatch {
  readonly #interest: Interest;
  readonly #rows = new Map<string, number>();

  constructor(interest: Interest) {
    this.#interest = interest;
  }

  /** Whether a step that waits would touch it, were it taken now. Steps of unknown footprint do not. */
  isTouchedBy(footprint: Footprint | undefined): boolean {
    const { space, row } = this.#interest;
    return (footprint ?? []).some((access) => {
      if (access.space !== space) return false;
      if (row === undefined || access.key === undefined) return true;
      return (this.#rows.get(access.key) ?? this.#rows.size) === row;
    });
  }

  /** To be told of the footprint of each step that is taken. */
  note(footprint: Footprint | undefined): void {
    for (const { space, key } of footprint ?? []) {
      if (space !== this.#interest.space || key === undefined || this.#rows.has(key)) continue;
      this.#rows.set(key, this.#rows.size);
    }
  }
}

/**
 * Draws something that threads contend for: a space first, then one of its rows or all of it. What no two threads of
 * the pilot run touched, or what nobody changed, is out of the question.
 *
 * @returns undefined if nothing is contended, as far as footprints are known
 */
export function drawInterest(profile: Profile, random: RandomStream): Interest | undefined {
  const contended = new Map<string, Interest[]>();
  for (const { interest, threads, isChanged } of touched(profile)) {
    if (threads.size < 2 || !isChanged) continue;
    const known = contended.get(interest.space);
    if (known) known.push(interest);
    else contended.set(interest.space, [interest]);
  }
  const spaces = [...contended.values()];
  const interests = spaces[random.below(spaces.length)] ?? [];
  return interests[random.below(interests.length)];
}

type Touched = { readonly interest: Interest; readonly threads: Set<number>; isChanged: boolean };

/** Everything that the pilot's steps touched, and by whom. */
function touched({ steps }: Profile): readonly Touched[] {
  const spaces = new Map<string, Touched>();
  const rows = new Map<string, Map<string, Touched>>();
  for (const { thread, footprint } of steps) {
    for (const { space, key, mode } of footprint ?? []) {
      const ofSpace = rows.get(space) ?? new Map<string, Touched>();
      rows.set(space, ofSpace);
      const whole = spaces.get(space) ?? nothingYet({ space, row: undefined });
      spaces.set(space, whole);
      const all = [whole];
      if (key !== undefined) {
        const row = ofSpace.get(key) ?? nothingYet({ space, row: ofSpace.size });
        ofSpace.set(key, row);
        all.push(row);
      }
      for (const each of all) {
        each.threads.add(thread.index);
        each.isChanged ||= mode !== 'read';
      }
    }
  }
  return [...spaces.values(), ...[...rows.values()].flatMap((ofSpace) => [...ofSpace.values()])];
}

function nothingYet(interest: Interest): Touched {
  return { interest, threads: new Set(), isChanged: false };
}
