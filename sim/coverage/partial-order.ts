import {
  type Access,
  concernsAll,
  dependent,
  type Footprint,
  type Footstep,
  keyOf,
  type Option,
} from '../kernel/index.ts';
import { type Fingerprint, fingerprintOf, NOTHING, textOf, together } from './fingerprint.ts';

/** A step that was taken: its place in its actor's order, and the fingerprint of it with all that came before it. */
type Taken = Footstep & { readonly at: number; readonly fingerprint: Fingerprint };

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
  /** The latest step of each actor. */
  readonly #latest = new Map<string, Taken>();
  /** The latest step of each actor that touched anything shared. */
  readonly #shared = new Map<string, Taken>();
  /** By space, then by what was done to which part of it by whom: the latest such step. */
  readonly #spaces = new Map<string, Map<string, Taken>>();
  #sum = NOTHING;
  #count = 0;

  /** Takes the next step. */
  add(option: Option): void {
    const { actorName, isTime, fault, footprint } = option;
    const key = keyOf(option);
    const before: Map<string, Taken> = concernsAll(option)
      ? new Map(this.#latest)
      : this.#latestBefore({ actorName, isTime, footprint });
    let upon = NOTHING;
    for (const { fingerprint } of before.values()) upon = together(upon, fingerprint);
    const fingerprint = fingerprintOf(key, upon);
    this.#count += 1;
    this.#keep({
      actorName,
      isTime,
      footprint,
      ...(fault === undefined ? {} : { fault }),
      at: this.#count,
      fingerprint,
    });
    this.#sum = together(this.#sum, fingerprint);
  }

  /** Of the steps so far, in 16 hexadecimal digits. */
  fingerprint(): string {
    return textOf(this.#sum);
  }

  /** The latest step of each actor on which a step depends. */
  #latestBefore(step: Footstep): Map<string, Taken> {
    const found = new Map<string, Taken>();
    const offer = (taken: Taken): void => {
      const known = found.get(taken.actorName);
      if (!known || known.at < taken.at) found.set(taken.actorName, taken);
    };
    const own = this.#latest.get(step.actorName);
    if (own) offer(own);
    // Who depends on everything has everybody before it in its fingerprint, and so need not be in those of the others.
    if (step.footprint === undefined) for (const shared of this.#shared.values()) offer(shared);
    else for (const taken of this.#touching(step.footprint)) if (dependent(step, taken)) offer(taken);
    return found;
  }

  /** Steps that touched the same spaces. Of each only what is filed there is compared, not all that it touched. */
  *#touching(footprint: Footprint): Iterable<Taken> {
    for (const { space } of footprint) yield* this.#spaces.get(space)?.values() ?? [];
  }

  #keep(taken: Taken): void {
    const { actorName, footprint } = taken;
    this.#latest.set(actorName, taken);
    if (footprint === undefined || footprint.length > 0) this.#shared.set(actorName, taken);
    // Filed, it would be there for those who touch the same until its actor does something else there, and then no more.
    if (concernsAll(taken)) return;
    for (const access of footprint ?? []) this.#file(access, taken);
  }

  #file(access: Access, taken: Taken): void {
    const { space, key, mode } = access;
    const { actorName, isTime, at, fingerprint } = taken;
    let steps = this.#spaces.get(space);
    if (!steps) {
      steps = new Map();
      this.#spaces.set(space, steps);
    }
    // No name has a NUL in it, as no text of PostgreSQL has.
    const what = key === undefined ? `${mode}\0${actorName}` : `${mode}\0${actorName}\0${key}`;
    steps.set(what, {
      actorName,
      isTime,
      footprint: [access],
      at,
      fingerprint,
    });
  }
}
