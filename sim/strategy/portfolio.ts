import { pct } from './pct.ts';
import { pos } from './pos.ts';
import { random } from './random.ts';
import type { Strategy } from './strategy.ts';
import { surw } from './surw.ts';
import { urw } from './urw.ts';

/** Those it goes round: each run is a function of its seed with all of them. */
const MEMBERS: readonly [Strategy, ...Strategy[]] = [random, urw, pct, pos, surw];

/**
 * No strategy finds most of everything, so each run is of another one. Which one is drawn from the run's own stream: it
 * is a function of the seed, and the chooser has its name.
 */
export const portfolio: Strategy = {
  name: 'portfolio',
  summary: `each run by another one of ${MEMBERS.map(({ name }) => name).join(', ')}`,
  needsProfile: true,
  chooser(stream, profile) {
    const member = MEMBERS[stream.below(MEMBERS.length)] ?? MEMBERS[0];
    return member.chooser(stream, profile);
  },
};
