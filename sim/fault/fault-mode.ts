import type { RandomStream } from '../kernel/index.ts';
import { FAULTS, type FaultName } from './fault.ts';
import type { FaultPlan } from './fault-plan.ts';

/** Whether faults happen: none at all, or some of these, drawn for each run. */
export type FaultMode = 'none' | 'swarm' | readonly FaultName[];

/** So many faults a run can take without a task running out of the retries that it has by default. */
const MOST_FAULTS = 3;
/** One step in so many at which something could go wrong. */
const RARITIES = [10, 30, 100, 300];

/**
 * Draws which faults a run may have, how many, and how likely each is. Of a swarm it is a random subset of all, since
 * faults hide each other when all are on (Groce et al., "Swarm testing", ISSTA 2012), and one run in four has none. Names
 * that were given are all on.
 *
 * @param among what there is to draw from
 */
export function drawFaults(
  mode: FaultMode,
  random: RandomStream,
  among: readonly FaultName[] = FAULTS.map(({ name }) => name),
): FaultPlan | undefined {
  if (mode === 'none' || (mode === 'swarm' && random.below(4) === 0)) return undefined;
  const names = mode === 'swarm' ? among.filter(() => random.below(3) === 0) : mode;
  if (names.length === 0) return undefined;
  return {
    names,
    most: 1 + random.below(MOST_FAULTS),
    rate: 1 / (RARITIES[random.below(RARITIES.length)] ?? 1),
    weights: names.map(() => 1 + random.below(8)),
  };
}
