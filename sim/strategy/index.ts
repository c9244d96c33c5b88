import { guided } from './guided.ts';
import { overtake } from './overtake.ts';
import { pct, pctNamed } from './pct.ts';
import { portfolio } from './portfolio.ts';
import { pos } from './pos.ts';
import { random } from './random.ts';
import type { Strategy } from './strategy.ts';
import { surw } from './surw.ts';
import { urw } from './urw.ts';

/** Every strategy that can be named, the default first. */
export const STRATEGIES: readonly Strategy[] = [portfolio, overtake, random, urw, pct, pos, surw, guided];

/** The strategy of a name, which may be one with a number, like `pct:5`. */
export function strategyNamed(name: string): Strategy | undefined {
  return STRATEGIES.find((strategy) => strategy.name === name) ?? pctNamed(name);
}

export { type Deviation, DeviationRecorder, type TakenStep } from './deviation.ts';
export { OrderChooser } from './order.ts';
export { ReplayDivergedError, replayChooser } from './replay.ts';
export type { Profile } from './profile.ts';
export { portfolio, random };
export { Search } from './search.ts';
export type { LearningStrategy, Strategy } from './strategy.ts';
export { type Tolerated, TolerantChooser } from './tolerant.ts';
export { withChooser } from './with-chooser.ts';
