import { run, type RunPlan } from '../../sim/campaign/index.ts';
import { ENGINE_SCHEMA, SCENARIOS, type Scenario } from '../../sim/scenario/index.ts';
import { strategyNamed } from '../../sim/strategy/index.ts';
import { PGliteTarget, type Target } from '../../sim/target/index.ts';

/** The scenario that all figures are about, unless they say otherwise. */
export function scenarioNamed(name: string): Scenario {
  const scenario = SCENARIOS.find((each) => each.name === name);
  if (!scenario) throw new Error(`no scenario ${name}`);
  return scenario;
}

export function bootTarget(): Promise<PGliteTarget> {
  return PGliteTarget.boot({ schema: ENGINE_SCHEMA });
}

/** Does one run under the random strategy. */
export async function runOnce(target: Target, scenario: Scenario, seed: number): Promise<void> {
  const strategy = strategyNamed('random');
  if (!strategy) throw new Error('no strategy');
  const plan: RunPlan = { scenario, size: scenario.size, seed: String(seed), defect: undefined };
  const { violations } = await run(target, plan, (root) => strategy.chooser(root.stream('schedule')));
  const [violation] = violations;
  if (violation) throw new Error(violation.witness.sentence);
}

/** Median of a list of numbers. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
