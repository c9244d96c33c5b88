import { host } from '../kernel/index.ts';

/** How long is waited for an answer that needs nobody but the server: after a timeout, or when a deadlock is found. */
export type Patience = {
  /** Milliseconds. */
  readonly limitMs: number;
  /** Lets the server go on, for some milliseconds. */
  readonly pause: () => void;
};

const PAUSE_MS = 5;

/** Waits in real time, and keeps the process from doing anything else meanwhile: targets answer at once or not at all. */
export function realPatience(limitMs: number): Patience {
  const cell = new Int32Array(new SharedArrayBuffer(4));
  return { limitMs, pause: () => Atomics.wait(cell, 0, 0, PAUSE_MS) };
}

/** Waits until `isDone`. @returns false if patience ran out */
export function waitUntil(isDone: () => boolean, { limitMs, pause }: Patience): boolean {
  const start = host.monotonicMs();
  while (!isDone()) {
    if (host.monotonicMs() - start > limitMs) return false;
    pause();
  }
  return true;
}
