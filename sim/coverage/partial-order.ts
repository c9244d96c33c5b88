import { type Access, clash, concernsAll, type Footprint, keyOf, type Option } from '../kernel/index.ts';
import { type Fingerprint, fingerprintOf, NOTHING, textOf, together } from './fingerprint.ts';

/** A step that was taken: its place in the order of all, and the fingerprint of it with all that came before it. */
type Taken = { readonly at: number; readonly fingerprint: Fingerprint };

/** What one actor has done. */
type Line = {
  /** Its latest step. */
  latest: Taken;
  /** The latest that touched anything shared. */
  shared: Taken | undefined;
};

/** What an actor did to one part of a space, and when it did so last. */
type Filed = { readonly line: Line; readonly access: Access; readonly taken: Taken };

/**
 * The partial order of the steps of a run, as one fingerprint that grows with it. Two runs have the same one if, and but
 * for a collision only if, they differ in the order of steps that commute: Mazurkiewicz's traces. As each step's own
 * fingerprint covers its key and those of the latest steps before it, of each actor, that it depends on, their sum says
 * it all (Musuvathi & Qadeer, "Partial-order reduction for context-bounded state exploration", MSR-TR-2007-12, section
 * 4).
 *
 * That one step made another one possible (a call and its handler's first statement) needs no word of its own: keys say
 * whose handler it is, and no run has them the other way round.
 */
export class PartialOrder {
  readonly #lines = new Map<string, Line>();
  /** By space, then by what was done to which part of it by whom. */
  readonly #spaces = new Map<string, Map<string, Filed>>();
  #sum = NOTHING;
  #count = 0;

  /** Takes the next step. */
  add(option: Option): void {
    const { actorName, footprint } = option;
    const known = this.#lines.get(actorName);
    const concerns = concernsAll(option);
    const upon = concerns ? this.#uponAll() : this.#uponSome(known, footprint);
    const taken = { at: this.#count, fingerprint: fingerprintOf(keyOf(option), upon) };
    this.#count += 1;
    this.#sum = together(this.#sum, taken.fingerprint);
    const line = known ?? { latest: taken, shared: undefined };
    if (!known) this.#lines.set(actorName, line);
    line.latest = taken;
    if (footprint === undefined || footprint.length > 0) line.shared = taken;
    // Filed, it would be there for those who touch the same until its actor does something else there, and then no more.
    if (!concerns) for (const access of footprint ?? []) this.#file(access, actorName, line, taken);
  }

  /** Of the steps so far, in 16 hexadecimal digits. */
  fingerprint(): string {
    return textOf(this.#sum);
  }

  /** The latest step of each actor, together. */
  #uponAll(): Fingerprint {
    let sum = NOTHING;
    for (const { latest } of this.#lines.values()) sum = together(sum, latest.fingerprint);
    return sum;
  }

  /** The latest step of each actor that one with this footprint depends on, together. @param own what its own actor did */
  #uponSome(own: Line | undefined, footprint: Footprint | undefined): Fingerprint {
    let sum = own ? own.latest.fingerprint : NOTHING;
    // Who depends on everything has everybody before it in its fingerprint, and so need not be in those of the others.
    if (footprint === undefined) {
      for (const line of this.#lines.values()) {
        if (line.shared && line !== own) sum = together(sum, line.shared.fingerprint);
      }
      return sum;
    }
    for (const [line, { fingerprint }] of this.#clashing(footprint)) {
      if (line !== own) sum = together(sum, fingerprint);
    }
    return sum;
  }

  /** The latest step of each actor that clashes with a footprint. */
  #clashing(footprint: Footprint): ReadonlyMap<Line, Taken> {
    const latest = new Map<Line, Taken>();
    for (const access of footprint) {
      for (const { line, access: other, taken } of this.#spaces.get(access.space)?.values() ?? []) {
        if (taken.at > (latest.get(line)?.at ?? -1) && clash(access, other)) latest.set(line, taken);
      }
    }
    return latest;
  }

  #file(access: Access, actorName: string, line: Line, taken: Taken): void {
    const { space, key, mode } = access;
    let all = this.#spaces.get(space);
    if (!all) {
      all = new Map();
      this.#spaces.set(space, all);
    }
    // No name has a NUL in it, as no text of PostgreSQL has.
    const what = key === undefined ? `${mode}\0${actorName}` : `${mode}\0${actorName}\0${key}`;
    all.set(what, { line, access, taken });
  }
}
