/** A concurrent activity inside one process. */
export interface Fiber<Result> {
  /** Resolves or rejects with what the activity's body did. */
  join(): Promise<Result>;
}

/** Starts concurrent activities inside one process, and waits for them. */
export interface Spawn {
  /** Starts `body` concurrently. `name` identifies it in traces and logs. */
  start<Result>(name: string, body: () => Promise<Result>): Fiber<Result>;

  /** Resolves when at least one of `fibers` has ended, whether it resolved or rejected. */
  anyEnded(fibers: readonly Fiber<unknown>[]): Promise<void>;
}
