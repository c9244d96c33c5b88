import { overtake } from './overtake.ts';
import { pct } from './pct.ts';
import { pos } from './pos.ts';
import { random } from './random.ts';
import type { Strategy } from './strategy.ts';
import { surw } from './surw.ts';
import { urw } from './urw.ts';

/**
 * Those it goes round, as often as they stand here. overtake finds most of what is deep; what it has no window to is for
 * the others: urw is best where transactions overlap, pct where somebody is to be kept waiting for long.
 */
const TURNS: readonly [Strategy, ...Strategy[]] = [
  overtake,
  overtake,
  overtake,
  overtake,
  urw,
  urw,
  random,
  pct,
  pos,
  surw,
];

/**
 * No strategy finds most of everything, so each run is of another one. Which one is drawn from the run's own stream: it
 * is a function of the seed, and the chooser has its name.
 */
export const portfolio: Strategy = {
  name: 'portfolio',
  summary: `each run by one of ${[...new Set(TURNS)].map(({ name }) => name).join(', ')}`,
  needsProfile: true,
  chooser(stream, profile) {
    const member = TURNS[stream.below(TURNS.length)] ?? TURNS[0];
    return member.chooser(stream, profile);
  },
};
