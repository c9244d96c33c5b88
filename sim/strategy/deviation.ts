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
export type TakenStep = { readonly name: string; readonly footprint: Footprint | undefined };

/** The steps of a run by their names. */
export class StepCount {
  /** In the order in which they were taken, each name once. */
  readonly steps: TakenStep[] = [];
  readonly #taken = new Map<string, number>();

  /** How many steps of this name were taken. */
  of(name: string): number {
    return this.#taken.get(name) ?? 0;
  }

  /** @returns the name of the step. */
  add(option: Option): string {
    const name = nameOf(option);
    const count = this.of(name);
    if (count === 0) this.steps.push({ name, footprint: option.footprint });
    this.#taken.set(name, count + 1);
    return name;
  }
}

/** A chooser that makes the choices of another one, and remembers where they were not the dullest. */
export class DeviationRecorder implements Chooser {
  readonly deviations: Deviation[] = [];
  readonly #chooser: Chooser;
  readonly #count = new StepCount();

  constructor(chooser: Chooser) {
    this.#chooser = chooser;
  }

  choose(decision: Decision): number {
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
    this.#count.add(option);
  }
}
