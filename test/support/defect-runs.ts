import type { Defect } from '../../models/defect/index.ts';
import { run, type RunPlan, type RunResult } from '../../sim/campaign/index.ts';
import type { Target } from '../../sim/target/index.ts';
import { randomly, scenarioNamed } from './scenario-runs.ts';

/** The run of a seed in which a defect could show, with it or without it. */
export function showingOf({ shows }: Defect, seed: number, defect?: Defect): RunPlan {
  const scenario = scenarioNamed(shows.scenario);
  return { scenario, size: { ...scenario.size, ...shows.size }, seed: String(seed), defect };
}

/** Runs the seeds from 0 on, at random, until the defect shows. @param most how many */
export async function runsUntilShown(
  target: Target,
  defect: Defect,
  most: number,
): Promise<{ readonly runs: number; readonly found: RunResult | undefined }> {
  for (let seed = 0; seed < most; seed += 1) {
    const result = await run(target, showingOf(defect, seed, defect), randomly);
    if (result.violations.length > 0) return { runs: seed + 1, found: result };
  }
  return { runs: most, found: undefined };
}
