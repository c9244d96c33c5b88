import { type Access, type Footprint, races, type RandomStream } from '../kernel/index.ts';
import { isOrCameFrom, type Thread } from './lineage.ts';
import type { Profile, ProfiledStep } from './profile.ts';

/**
 * A place in a program where somebody goes on to change a row that they have looked at before: what others change in
 * between they do not know of.
 */
export type Window = {
  /** The statement that ends it, the first one of the change: see {@link ProfiledStep}. */
  readonly end: string;
  /** What the row is part of. */
  readonly space: string;
  /** Statements with which others begin to change such a row. */
  readonly entries: ReadonlySet<string>;
};

/** So many steps of a pilot run are looked at. Longer runs repeat themselves. */
const MOST_STEPS = 5_000;

/**
 * Draws a window of the pilot run, in proportion to the number of its entries.
 *
 * @returns undefined if there is none, as far as footprints are known
 */
export function drawWindow(profile: Profile, random: RandomStream): Window | undefined {
  const windows = windowsOf(profile);
  let left = random.below(windows.reduce((sum, { entries }) => sum + entries.size, 0));
  return windows.find(({ entries }) => {
    left -= entries.size;
    return left < 0;
  });
}

const known = new WeakMap<Profile, readonly Window[]>();

/** All windows of a pilot run. */
export function windowsOf(profile: Profile): readonly Window[] {
  const windows = known.get(profile) ?? new Finder(profile).windows();
  known.set(profile, windows);
  return windows;
}

/** Somebody changes a row for others to see, in a transaction that began with `entry`. */
type Change = { readonly thread: Thread; readonly access: Access; readonly entry: string };

class Finder {
  readonly #steps: readonly ProfiledStep[];
  readonly #seenAt: readonly number[];
  /** By its first step, all that a transaction touches, or a step by itself: others can get at it until then. */
  readonly #touched = new Map<number, Access[]>();
  readonly #changes: Change[] = [];
  /** What each thread changes, and when for the last time. */
  readonly #changed = new RowsOfThreads();
  /** When each thread stepped last. */
  readonly #lastStep = new Map<Thread, number>();

  constructor({ steps, seenAt }: Profile) {
    this.#steps = steps.slice(0, MOST_STEPS);
    this.#seenAt = seenAt;
    const begun = new Map<Thread, { readonly entry: string; readonly touched: Access[] }>();
    for (const [at, { thread, statement, footprint = [] }] of this.#steps.entries()) {
      const transaction = begun.get(thread) ?? { entry: statement, touched: [] };
      const { entry, touched } = transaction;
      const changes = footprint.filter(({ mode }) => mode === 'write');
      if (!begun.has(thread)) this.#touched.set(at, touched);
      touched.push(...footprint);
      this.#changes.push(...changes.map((access) => ({ thread, access, entry })));
      this.#changed.of(thread).note(changes, at);
      this.#lastStep.set(thread, at);
      // Whoever locks without a change that others see has begun a transaction, and is in it until they see one.
      if (changes.length > 0) begun.delete(thread);
      else if (footprint.some(({ mode }) => mode === 'lock')) begun.set(thread, transaction);
    }
  }

  windows(): readonly Window[] {
    const windows = new Map<string, Window & { readonly entries: Set<string> }>();
    const seen = new RowsOfThreads();
    /** Seen by calls that a thread has made. */
    const answered = new RowsOfThreads();
    for (const [at, { thread, statement, footprint = [] }] of this.#steps.entries()) {
      for (const access of this.#touched.get(at) ?? []) {
        const isChanged = this.#changed.of(thread).last(access) >= at;
        if (!isChanged || !(seen.know(thread, access) || answered.know(thread, access))) continue;
        const id = JSON.stringify([statement, access.space]);
        const window = windows.get(id) ?? { end: statement, space: access.space, entries: new Set() };
        windows.set(id, window);
        for (const entry of this.#entriesTo(thread, access)) window.entries.add(entry);
      }
      const own = seen.of(thread);
      own.note(footprint, at);
      if (thread.parent && this.#lastStep.get(thread) === at) answered.of(thread.parent).add(own);
    }
    return [...windows.values()].filter(({ entries }) => entries.size > 0);
  }

  /** Where others begin who change what a thread touches, but for statements by which it came there itself. */
  #entriesTo(thread: Thread, access: Access): ReadonlySet<string> {
    const [own, others] = [new Set<string>(), new Set<string>()];
    for (const { thread: other, access: change, entry } of this.#changes) {
      if (other === thread || !races([change], [access])) continue;
      if (this.#isBefore(other, thread)) own.add(entry);
      else if (!this.#isBefore(thread, other)) others.add(entry);
    }
    return new Set([...others].filter((entry) => !own.has(entry)));
  }

  /** Whether a thread came from another one, or somebody who made both calls made the other one first. */
  #isBefore(one: Thread, other: Thread): boolean {
    if (isOrCameFrom(other, one)) return true;
    const isOver = (this.#lastStep.get(one) ?? 0) < (this.#seenAt[other.index] ?? 0);
    return isOver && one.parent !== undefined && isOrCameFrom(other, one.parent);
  }
}

class RowsOfThreads {
  readonly #rows = new Map<Thread, Rows>();

  of(thread: Thread): Rows {
    const rows = this.#rows.get(thread) ?? new Rows();
    this.#rows.set(thread, rows);
    return rows;
  }

  /** Whether a thread, or one that it came from, knows a row. */
  know(thread: Thread, access: Access): boolean {
    for (let each: Thread | undefined = thread; each; each = each.parent) {
      if ((this.#rows.get(each)?.last(access) ?? -1) >= 0) return true;
    }
    return false;
  }
}

/** Rows, and when each was touched last. */
class Rows {
  readonly #spaces = new Map<string, Map<string | undefined, number>>();

  note(footprint: Footprint, at: number): void {
    for (const { space, key } of footprint) this.#note(space, key, at);
  }

  add(others: Rows): void {
    for (const [space, keys] of others.#spaces) {
      for (const [key, at] of keys) this.#note(space, key, at);
    }
  }

  /** When what may be the same row was touched last; -1 if it never was, nor where neither time it is known which row. */
  last({ space, key }: Access): number {
    let last = -1;
    for (const [other, at] of this.#spaces.get(space) ?? []) {
      const mayBeSame = other === undefined ? key !== undefined : key === undefined || key === other;
      if (mayBeSame) last = Math.max(last, at);
    }
    return last;
  }

  #note(space: string, key: string | undefined, at: number): void {
    const keys = this.#spaces.get(space) ?? new Map<string | undefined, number>();
    this.#spaces.set(space, keys.set(key, at));
  }
}
