import type { Chooser, Decision, Option } from '../kernel/index.ts';

/** By the number of a step: the number of the step that made it possible; 0 if it was possible from the beginning. */
export type Releases = ReadonlyMap<number, number>;

/**
 * A chooser that makes the choices of another one, and remembers after which step each step could first be taken. An
 * actor moves only when a step lets it, its own or somebody else's: a message, a lock that is let go of, time. A step
 * that came where nobody was asked to choose, in the healing phase, may have been possible for long: it is left out.
 */
export class ReleaseWatch implements Chooser {
  readonly name?: string;
  readonly releases = new Map<number, number>();
  readonly #chooser: Chooser;
  /** By request: how many steps had been taken when it was first seen that it could be performed. */
  readonly #seen = new Map<number, number>();
  #taken = 0;
  /** How many steps had been taken when a choice was last made. */
  #looked = 0;

  constructor(chooser: Chooser) {
    if (chooser.name !== undefined) this.name = chooser.name;
    this.#chooser = chooser;
  }

  choose(decision: Decision): number {
    for (const { request } of decision.options) {
      if (request >= 0 && !this.#seen.has(request)) this.#seen.set(request, this.#taken);
    }
    this.#looked = this.#taken;
    return this.#chooser.choose(decision);
  }

  willStep(option: Option): void {
    const { request } = option;
    // What a choice just before this one did not offer became possible by the step in between.
    const isNew = this.#looked >= this.#taken - 1;
    const since = this.#seen.get(request) ?? (isNew ? this.#taken : undefined);
    this.#seen.delete(request);
    this.#taken += 1;
    if (request >= 0 && since !== undefined) this.releases.set(this.#taken, since);
    this.#chooser.willStep?.(option);
  }
}
