import type { Defect } from '../../models/defect/index.ts';
import { run, type RunPlan, type RunResult } from '../../sim/campaign/index.ts';
import { type FaultPlan, isFaultName, withFaults } from '../../sim/fault/index.ts';
import { Search } from '../../sim/strategy/index.ts';
import type { Target } from '../../sim/target/index.ts';
import { scenarioNamed } from './scenario-runs.ts';
import { strategy } from './searches.ts';

/** How likely a fault is at a step at which one could happen, in runs that have a dozen or two of them. */
const FAULT_RATE = 0.03;

/** The faults that a defect needs, and no more of them than it needs; undefined if it needs none. */
function faultsOf({ shows: { faults = [], least } }: Defect): FaultPlan | undefined {
  const names = faults.filter(isFaultName);
  if (names.length === 0) return undefined;
  return { names, most: least.faults, rate: FAULT_RATE, weights: names.map(() => 1) };
}

/** A search for a defect where it says it shows, with the defect or without: a run for each seed. */
export function searchWhereItShows(
  target: Target,
  defect: Defect,
  planted: Defect | undefined,
): (seed: string) => Promise<RunResult> {
  const scenario = scenarioNamed(defect.shows.scenario);
  const size = { ...scenario.size, ...defect.shows.size };
  const faults = faultsOf(defect);
  const searching = new Search(strategy('portfolio'));
  return (seed) =>
    searching.run(scenario.name, seed, (each, makeChooser, isPilot) => {
      const calm: RunPlan = { scenario, size, seed: each, defect: planted };
      if (!faults || isPilot) return run(target, calm, makeChooser);
      return run(target, { ...calm, faults }, (root) =>
        withFaults(makeChooser(root), root.stream('faults'), faults),
      );
    });
}

/** Plants a defect where it says it shows, seed after seed, until the law that it says is broken, perhaps among others. */
export async function hunt(
  target: Target,
  defect: Defect,
  most: number,
): Promise<{ readonly seed: string; readonly found: RunResult }> {
  const search = searchWhereItShows(target, defect, defect);
  for (let seed = 0; seed < most; seed += 1) {
    const found = await search(String(seed));
    if (found.violations.some(({ law }) => law.name === defect.breaks)) return { seed: String(seed), found };
  }
  throw new Error(`${defect.name} did not show in ${most} runs of ${defect.shows.scenario}`);
}
