import type { Chooser, Decision, Footprint, Option } from '../kernel/index.ts';

/**
 * One place where a run left its default, in which every decision goes to the dullest option: a step comes before
 * another one. Steps are called as {@link nameOf} does, so that it can be tried in other runs, and on other code.
 */
export type Deviation = {
  /** The step that would have been taken. */
  readonly before: string;
  /** What is taken in its stead. */
  readonly take: string;
  /** How many steps called as `before` were taken already; none, if absent. Time passes under one name. */
  readonly nth?: number;
};

/**
 * What an option is called, in other runs, too: who, what, which time, and what goes wrong with it. Which replica
 * serves a call is left out, for calls go round them, and one call more would rename all that come after it.
 */
export function nameOf({ actorName, label, occurrence, fault }: Option): string {
  const actor = actorName.slice(actorName.indexOf('/') + 1);
  const what = label.replaceAll(/\s+/g, ' ').trim();
  return JSON.stringify(fault === undefined ? [actor, what, occurrence] : [actor, what, occurrence, fault]);
}

/** A step that was taken. */
export type TakenStep = {
  readonly name: string;
  readonly footprint: Footprint | undefined;
  /** The activity that took it, by its number; -1 for time, and for faults that happen to no step in particular. */
  readonly thread: number;
  /** How many steps had been taken when it could have been taken first: the last of them made it possible. */
  readonly since: number;
  readonly isTime: boolean;
  readonly isFault: boolean;
};

/** How many steps of each name a run has taken. */
export class StepCount {
  readonly #taken = new Map<string, number>();

  /** How many steps of this name were taken. */
  of(name: string): number {
    return this.#taken.get(name) ?? 0;
  }

  /** @returns the name of the step. */
  add(option: Option): string {
    const name = nameOf(option);
    this.#taken.set(name, this.of(name) + 1);
    return name;
  }
}

/** A chooser that makes the choices of another one, and remembers what was taken, and where that was not the dullest. */
export class DeviationRecorder implements Chooser {
  readonly deviations: Deviation[] = [];
  /** In the order in which they were taken. */
  readonly taken: TakenStep[] = [];
  readonly #chooser: Chooser;
  readonly #count = new StepCount();
  /** Requests that could be granted, and how many steps had been taken when each first could. */
  readonly #offered = new Map<number, number>();

  constructor(chooser: Chooser) {
    this.#chooser = chooser;
  }

  choose(decision: Decision): number {
    for (const { request } of decision.options.slice(0, decision.plain)) {
      if (!this.#offered.has(request)) this.#offered.set(request, this.taken.length);
    }
    const index = this.#chooser.choose(decision);
    const [dullest, taken] = [decision.options[0], decision.options[index]];
    if (index === 0 || !dullest || !taken) return index;
    const before = nameOf(dullest);
    const nth = this.#count.of(before);
    this.deviations.push({ before, take: nameOf(taken), ...(nth > 0 ? { nth } : {}) });
    return index;
  }

  willStep(option: Option): void {
    this.#chooser.willStep?.(option);
    const name = this.#count.add(option);
    const { footprint, thread, request, isTime, fault } = option;
    const now = this.taken.length;
    const since = thread < 0 ? now : (this.#offered.get(request) ?? now);
    this.taken.push({ name, footprint, thread, since, isTime, isFault: fault !== undefined });
  }
}
