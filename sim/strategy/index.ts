import { random } from './random.ts';
import type { Strategy } from './strategy.ts';

/** Every strategy that can be named. */
export const STRATEGIES: readonly Strategy[] = [random];

export { type Deviation, DeviationRecorder, type TakenStep } from './deviation.ts';
export { kindOf, Pilot, type Profile } from './profile.ts';
export { ReplayDivergedError, replayChooser } from './replay.ts';
export type { Strategy } from './strategy.ts';
export { type Tolerated, TolerantChooser } from './tolerant.ts';
