/** Time, as the engine's processes see it. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;

  /** Resolves once `milliseconds` have passed, or `wakeUp` is aborted. */
  sleep(milliseconds: number, wakeUp?: AbortSignal): Promise<void>;

  /**
   * Resolves when every microtask queued so far, and every microtask those queue, has run.
   * This is how an activation learns that workflow code can go no further on its own.
   */
  settled(): Promise<void>;
}
