import { setFlagsFromString } from 'node:v8';

// The flag stays on: V8 may drop a function's bytecode and parse it again at any later time.
setFlagsFromString('--allow-natives-syntax');

/**
 * Runs every microtask that is queued, and those that they queue, before it returns.
 *
 * JavaScript has no name for this; V8 has, behind a flag. It is what makes a run a single macrotask: while it lasts
 * the event loop does not turn, so no file, socket or timer of the real world can get a word in. It does nothing when
 * called from a microtask.
 */
// oxlint-disable-next-line typescript/no-implied-eval -- the only way to name a function that has no JavaScript name
export const drainMicrotasks = new Function('%PerformMicrotaskCheckpoint()') as () => void;
