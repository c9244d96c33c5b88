import * as crypto from 'node:crypto';
import { performance } from 'node:perf_hooks';

/**
 * The host's own clock, timers and randomness, taken before {@link installTrap} can replace them. For the harness
 * alone (progress, budgets, drawing a seed): nothing of this may reach a run.
 */
export const host = {
  /** Milliseconds since 1970, of the wall clock. */
  now: Date.now.bind(Date),
  monotonicMs: performance.now.bind(performance),
  setImmediate: globalThis.setImmediate,
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval,
  randomBytes: crypto.randomBytes,
};
