/** Wakes whoever waits for it. */
export interface Alarm {
  /** Resolves when it goes off. */
  readonly rung: Promise<void>;

  /** Lets it go off now; nothing, if it has. */
  ring(): void;
}

/** Time, as the engine's processes see it. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;

  /** Resolves once `milliseconds` have passed. */
  sleep(milliseconds: number): Promise<void>;

  /** Sets an alarm that goes off once `milliseconds` have passed, or before if somebody wants it. */
  alarm(milliseconds: number): Alarm;

  /**
   * Resolves when every microtask queued so far, and every microtask those queue, has run.
   * This is how an activation learns that workflow code can go no further on its own.
   */
  settled(): Promise<void>;
}
