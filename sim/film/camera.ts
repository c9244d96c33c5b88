import type { Chooser, Decision, Option } from '../kernel/index.ts';
import type { Alternative, Film, Frame } from './film.ts';
import type { TableWatch } from './table-watch.ts';

/**
 * A chooser that makes the choices of another one, and looks at the database between any two steps. Nobody moves then,
 * and what it looks through is no session of the run: the trace is the same, which whoever films has to see for himself.
 */
export class Camera implements Chooser {
  readonly #chooser: Chooser;
  readonly #watch: TableWatch | undefined;
  readonly #frames: Frame[] = [];
  readonly #unseen: number[] = [];
  readonly #alternatives = new Map<number, readonly Alternative[]>();
  #taken = 0;

  /** @param watch sees the tables; without it the film has none */
  constructor(chooser: Chooser, watch: TableWatch | undefined) {
    this.#chooser = chooser;
    this.#watch = watch;
  }

  choose(decision: Decision): number {
    const index = this.#chooser.choose(decision);
    const { step, options } = decision;
    const others = options.filter((option, each) => each !== index && option.fault === undefined);
    this.#alternatives.set(step, others.map(alternative));
    return index;
  }

  willStep(option: Option): void {
    this.#look();
    this.#chooser.willStep?.(option);
    this.#taken += 1;
  }

  /** What was seen, once the run is over; looks at what the last step left. */
  develop(): Film {
    this.#look();
    return {
      tables: this.#watch?.shapes ?? [],
      frames: this.#frames,
      unseen: this.#unseen,
      alternatives: this.#alternatives,
    };
  }

  #look(): void {
    const changes = this.#watch?.look();
    if (changes === undefined) {
      if (this.#watch) this.#unseen.push(this.#taken);
    } else if (changes.length > 0) this.#frames.push({ step: this.#taken, changes });
  }
}

function alternative({ actorName, label }: Option): Alternative {
  return { actor: actorName, label };
}
