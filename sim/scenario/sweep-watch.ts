import type { SweepResponse } from '../../src/engine/index.ts';

/** Sees of each kind of sweep whether it comes to rest where there is nothing to do. */
export class SweepWatch {
  readonly #running = new Map<string, number>();
  /** How often in a row, now and at most. */
  readonly #vain = new Map<string, { now: number; most: number }>();

  /** Makes a sweep, and sees what comes of it. @param name which kind of sweep */
  async watch(name: string, sweep: () => Promise<SweepResponse>): Promise<SweepResponse> {
    this.#running.set(name, (this.#running.get(name) ?? 0) + 1);
    try {
      const answer = await sweep();
      this.#note(name, answer);
      return answer;
    } finally {
      this.#running.set(name, (this.#running.get(name) ?? 0) - 1);
    }
  }

  /** How often in a row, at most, sweeps of a kind did nothing, and asked for the next one at once. */
  get vain(): readonly { readonly sweep: string; readonly times: number }[] {
    return [...this.#vain].map(([sweep, { most }]) => ({ sweep, times: most }));
  }

  #note(name: string, { count, nextInMs }: SweepResponse): void {
    const vain = this.#vain.get(name) ?? { now: 0, most: 0 };
    // What another sweep is about to do is there to be found until it has: to look again is right.
    const isInVain = count === 0 && nextInMs === 0 && this.#running.get(name) === 1;
    vain.now = isInVain ? vain.now + 1 : 0;
    vain.most = Math.max(vain.most, vain.now);
    this.#vain.set(name, vain);
  }
}
