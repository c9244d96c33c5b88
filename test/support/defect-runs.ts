import type { Defect } from '../../models/defect/index.ts';
import { run, type RunResult } from '../../sim/campaign/index.ts';
import { drawFaults, isFaultName, withFaults } from '../../sim/fault/index.ts';
import { RandomRoot } from '../../sim/kernel/index.ts';
import type { Target } from '../../sim/target/index.ts';
import { randomly, scenarioNamed } from './scenario-runs.ts';

/** A run, at random, in which a defect could show: where and with the faults it says. @param planted if any */
export function runShowing(
  target: Target,
  { shows }: Defect,
  number: number,
  planted?: Defect,
): Promise<RunResult> {
  const scenario = scenarioNamed(shows.scenario);
  const seed = `1/${number}`;
  const names = (shows.faults ?? []).filter(isFaultName);
  const faults = drawFaults(names, new RandomRoot(seed).stream('faults-plan'));
  const plan = { scenario, size: { ...scenario.size, ...shows.size }, seed, defect: planted, faults };
  return run(target, plan, (root) =>
    faults ? withFaults(randomly(root), root.stream('faults'), faults) : randomly(root),
  );
}

/** Makes runs until the defect shows. @param most how many */
export async function runsUntilShown(
  target: Target,
  defect: Defect,
  most: number,
): Promise<{ readonly runs: number; readonly found: RunResult | undefined }> {
  for (let number = 0; number < most; number += 1) {
    const result = await runShowing(target, defect, number, defect);
    if (result.violations.length > 0) return { runs: number + 1, found: result };
  }
  return { runs: most, found: undefined };
}
