import type { World } from '../../target.ts';

/** The time and entropy that the backend is given: those of the run, if there is one. */
export class BackendClock {
  world: World | undefined;
  #stopped: World | undefined;

  /** What the backend is to see now; undefined means the host's. */
  readonly view = (): World | undefined => this.#stopped ?? this.world;

  /** Virtual time, in milliseconds since the Unix epoch. */
  now(): number {
    return this.view()?.now() ?? 0;
  }

  /** Does something at an earlier moment. */
  at<Result>(time: number, body: () => Result): Result {
    const { world } = this;
    if (!world) return body();
    this.#stopped = { now: () => time, entropy: world.entropy };
    try {
      return body();
    } finally {
      this.#stopped = undefined;
    }
  }
}
