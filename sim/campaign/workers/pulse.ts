import type { Target } from '../../target/index.ts';

const RUNNING = 0;
const BEATS = 1;

/** Nobody is running. */
const NOTHING = -1;

/**
 * What a worker shows of itself while it is deep in a run, in memory that it shares: which seed it runs, and that it is
 * alive. It beats whenever a run begins, be it one of a search, one that is done again, or one of many by which a
 * finding is made simpler.
 */
export class Pulse {
  /** To be given to another thread, which makes a pulse of it. */
  readonly shared: Int32Array;

  constructor(shared: Int32Array = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT))) {
    this.shared = shared;
  }

  /** The place of the seed that is being run; undefined if none is. */
  get running(): number | undefined {
    const at = Atomics.load(this.shared, RUNNING) + NOTHING;
    return at === NOTHING ? undefined : at;
  }

  set running(at: number | undefined) {
    Atomics.store(this.shared, RUNNING, (at ?? NOTHING) - NOTHING);
  }

  /** How often it has beaten; the number goes round. */
  get beats(): number {
    return Atomics.load(this.shared, BEATS);
  }

  beat(): void {
    Atomics.add(this.shared, BEATS, 1);
  }

  /** The same target, but that it beats at the beginning of each run. */
  of(target: Target): Target {
    return {
      name: target.name,
      limitations: target.limitations,
      reset: (world) => {
        this.beat();
        target.reset(world);
      },
      mustRepeat: () => target.mustRepeat(),
      openSession: () => target.openSession(),
      divergences: () => target.divergences(),
      inspect: (text) => target.inspect(text),
      close: () => target.close(),
    };
  }
}
