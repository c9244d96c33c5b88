import type { Defect } from '../../models/defect/index.ts';
import { run, type RunPlan, type RunResult } from '../../sim/campaign/index.ts';
import { type FaultPlan, isFaultName, withFaults } from '../../sim/fault/index.ts';
import type { Chooser, RandomRoot } from '../../sim/kernel/index.ts';
import type { Target } from '../../sim/target/index.ts';
import { randomly, scenarioNamed } from './scenario-runs.ts';

/** How likely a fault is at a step at which one could happen, in runs that have a dozen or two of them. */
const FAULT_RATE = 0.03;

/** The faults that a defect needs, and no more of them than it needs; undefined if it needs none. */
function faultsOf({ shows: { faults = [], least } }: Defect): FaultPlan | undefined {
  const names = faults.filter(isFaultName);
  if (names.length === 0) return undefined;
  return { names, most: least.faults, rate: FAULT_RATE, weights: names.map(() => 1) };
}

/** A run of what a defect says shows it, with the defect or without. */
export function runWhereItShows(
  target: Target,
  defect: Defect,
  seed: string,
  planted: Defect | undefined,
): Promise<RunResult> {
  const scenario = scenarioNamed(defect.shows.scenario);
  const size = { ...scenario.size, ...defect.shows.size };
  const faults = faultsOf(defect);
  const plan: RunPlan = { scenario, size, seed, defect: planted, faults };
  const makeChooser = (root: RandomRoot): Chooser =>
    faults ? withFaults(randomly(root), root.stream('faults'), faults) : randomly(root);
  return run(target, plan, makeChooser);
}

/** Plants a defect where it says it shows, seed after seed, until the law that it says is broken, perhaps among others. */
export async function hunt(
  target: Target,
  defect: Defect,
  most: number,
): Promise<{ readonly seed: string; readonly found: RunResult }> {
  for (let seed = 0; seed < most; seed += 1) {
    const found = await runWhereItShows(target, defect, String(seed), defect);
    if (found.violations.some(({ law }) => law.name === defect.breaks)) return { seed: String(seed), found };
  }
  throw new Error(`${defect.name} did not show in ${most} runs of ${defect.shows.scenario}`);
}
