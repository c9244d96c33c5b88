import { CANARY, type Defect } from '../../models/defect/index.ts';
import { detect } from '../campaign/index.ts';
import type { NightRecord } from '../record/index.ts';
import { placeOf } from '../scoreboard/index.ts';
import { portfolio } from '../strategy/index.ts';
import type { Target } from '../target/index.ts';

/** How long it took to find a planted defect. */
export type Probe = NightRecord['canary'];

/** Every planted bug is found in less than a hundred runs at the median. */
const MOST_CANARY_RUNS = 500;
const MOST_RUNG_RUNS = 500;

/** Looks for the canary. @returns undefined if `signal` came before it was found */
export function sendCanary(target: Target, seed: string, signal: AbortSignal): Promise<Probe | undefined> {
  return probe(target, CANARY, { seed: `${seed}/canary`, mostRuns: MOST_CANARY_RUNS, signal });
}

/** Looks for a rung of the ladder. @returns undefined if `signal` came before it was found */
export function climb(
  target: Target,
  rung: Defect,
  seed: string,
  signal: AbortSignal,
): Promise<Probe | undefined> {
  return probe(target, rung, { seed: `${seed}/${rung.name}`, mostRuns: MOST_RUNG_RUNS, signal });
}

async function probe(
  target: Target,
  defect: Defect,
  effort: { readonly seed: string; readonly mostRuns: number; readonly signal: AbortSignal },
): Promise<Probe | undefined> {
  const { faults, ...place } = placeOf(defect);
  const { type, runs, elapsedMs, ...found } = await detect(target, place, {
    strategy: portfolio,
    faults,
    ...effort,
  });
  if (type === 'NOT_FOUND' && effort.signal.aborted) return undefined;
  const law = 'violation' in found ? found.violation.law.name : defect.breaks;
  return { defect: defect.name, law, found: type === 'FOUND', runs, elapsedMs: Math.round(elapsedMs) };
}
