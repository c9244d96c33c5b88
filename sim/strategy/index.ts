import { random } from './random.ts';
import type { Strategy } from './strategy.ts';

/** Every strategy that can be named. */
export const STRATEGIES: readonly Strategy[] = [random];

export { ReplayDivergedError, replayChooser } from './replay.ts';
export type { Strategy } from './strategy.ts';
