import type { SimulatedActor } from './simulated-actor.ts';

/** A single thread of control of an actor: it runs until it waits for something, and then for one thing at a time. */
export class Activity {
  readonly actor: SimulatedActor;
  readonly name: string;
  /** In the order in which activities begin, from 0. */
  readonly number: number;
  /** How many things it waits for right now; none, unless it runs, has ended, or has escaped. */
  waiting = 0;
  ended = false;
  readonly #onEnd: (() => void)[] = [];

  constructor(actor: SimulatedActor, name: string, number: number) {
    this.actor = actor;
    this.name = name;
    this.number = number;
  }

  /** Calls `listener` when this ends, or at once if it has. */
  whenEnded(listener: () => void): void {
    if (this.ended) listener();
    else this.#onEnd.push(listener);
  }

  end(): void {
    this.ended = true;
    for (const listener of this.#onEnd) listener();
  }
}
