import { STRATEGIES, type Strategy, strategyNamed } from '../strategy/index.ts';
import { chooseNamed } from './choose-named.ts';

/**
 * Finds a strategy by its name, which may be one with a number, like `pct:5`.
 *
 * @throws {UsageError} naming the nearest known name.
 */
export function chooseStrategy(name: string): Strategy {
  return strategyNamed(name) ?? chooseNamed('strategy', name, STRATEGIES);
}
