import type { Chooser, Footprint, Option } from '../kernel/index.ts';

/** What runs of a plan are like, as far as strategies want to know it beforehand: seen in a pilot run. */
export type Profile = {
  /** All steps of the run, those that there was no choice about, too. */
  readonly steps: number;
  /** Steps before which there was a choice between two activities or more. */
  readonly decisions: number;
  /** Activities that stepped. */
  readonly threads: number;
  /** Steps of each kind of actor, see {@link kindOf}: of one such actor, on average. */
  readonly stepsByKind: ReadonlyMap<string, number>;
  /** Footprints of the steps, in order, for whoever looks for what is contended. */
  readonly footprints: readonly (Footprint | undefined)[];
};

/** An actor's name without its numbers: actors of one kind do alike. */
export function kindOf(actorName: string): string {
  return actorName.replaceAll(/\d+/g, '');
}

/** A chooser that makes the choices of another one, and remembers what the run was like. */
export class Pilot implements Chooser {
  readonly #chooser: Chooser;
  readonly #stepsByActor = new Map<string, number>();
  readonly #threads = new Set<number>();
  readonly #footprints: (Footprint | undefined)[] = [];
  #steps = 0;
  #decisions = 0;

  constructor(chooser: Chooser) {
    this.#chooser = chooser;
  }

  choose(decision: Parameters<Chooser['choose']>[0]): number {
    const threads = new Set(decision.options.map(({ thread }) => thread).filter((thread) => thread >= 0));
    if (threads.size > 1) this.#decisions += 1;
    return this.#chooser.choose(decision);
  }

  willStep(option: Option): void {
    this.#chooser.willStep?.(option);
    this.#steps += 1;
    if (option.isTime || option.thread < 0) return;
    this.#threads.add(option.thread);
    this.#footprints.push(option.footprint);
    this.#stepsByActor.set(option.actorName, (this.#stepsByActor.get(option.actorName) ?? 0) + 1);
  }

  /** What the run was like. */
  profile(): Profile {
    const sums = new Map<string, { actors: number; steps: number }>();
    for (const [name, steps] of this.#stepsByActor) {
      const kind = kindOf(name);
      const sum = sums.get(kind) ?? { actors: 0, steps: 0 };
      sums.set(kind, { actors: sum.actors + 1, steps: sum.steps + steps });
    }
    return {
      steps: this.#steps,
      decisions: this.#decisions,
      threads: this.#threads.size,
      stepsByKind: new Map([...sums].map(([kind, { actors, steps }]) => [kind, steps / actors])),
      footprints: this.#footprints,
    };
  }
}
