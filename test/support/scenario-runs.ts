import { DEFECTS, type Defect } from '../../models/defect/index.ts';
import { run, type RunPlan, type RunResult } from '../../sim/campaign/index.ts';
import { drawFaults, type FaultPlan, withFaults } from '../../sim/fault/index.ts';
import { type ChoiceLog, type Chooser, RandomRoot } from '../../sim/kernel/index.ts';
import { SCENARIOS, type Scenario } from '../../sim/scenario/index.ts';
import { replayChooser, STRATEGIES } from '../../sim/strategy/index.ts';
import type { Target } from '../../sim/target/index.ts';

/** A run as JSON, for another process. */
export type RunSketch = {
  readonly scenario: string;
  readonly seed: string;
  readonly defect?: string;
  readonly tasks?: number;
  readonly choices?: ChoiceLog;
  /** Whether things go wrong, as the seed has it. */
  readonly isFaulty?: boolean;
};

function named<Thing extends { readonly name: string }>(things: readonly Thing[], name: string): Thing {
  const found = things.find((thing) => thing.name === name);
  if (!found) throw new Error(`there is nothing named ${name}`);
  return found;
}

export function scenarioNamed(name: string): Scenario {
  return named(SCENARIOS, name);
}

export function defectNamed(name: string): Defect {
  return named(DEFECTS, name);
}

/** What goes wrong in a run, if anything does. */
function faultsOf({ scenario, seed, isFaulty = false }: RunSketch): FaultPlan | undefined {
  if (!isFaulty || scenarioNamed(scenario).needsCalm !== undefined) return undefined;
  return drawFaults('swarm', new RandomRoot(seed).stream('swarm'));
}

export function planOf(sketch: RunSketch): RunPlan {
  const { scenario: name, seed, defect, tasks } = sketch;
  const scenario = scenarioNamed(name);
  return {
    faults: faultsOf(sketch),
    scenario,
    seed,
    size: { ...scenario.size, ...(tasks === undefined ? {} : { tasks }) },
    defect: defect === undefined ? undefined : defectNamed(defect),
  };
}

/** The chooser of the random strategy. */
export function randomly(root: RandomRoot): Chooser {
  return named(STRATEGIES, 'random').chooser(root.stream('schedule'));
}

/** Runs what a sketch says, with random choices unless it has its own. */
export function runRandomly(target: Target, sketch: RunSketch): Promise<RunResult> {
  const { choices } = sketch;
  const faults = faultsOf(sketch);
  return run(target, planOf(sketch), (root) => {
    if (choices) return replayChooser(choices);
    return faults ? withFaults(randomly(root), root.stream('faults'), faults) : randomly(root);
  });
}

/** The runs of these seeds, up to and with the first that breaks a law. */
export async function runsUntilViolation(
  target: Target,
  sketch: Omit<RunSketch, 'seed'>,
  seeds: number,
): Promise<{ readonly runs: number; readonly found: RunResult | undefined }> {
  for (let seed = 0; seed < seeds; seed += 1) {
    const result = await runRandomly(target, { ...sketch, seed: String(seed) });
    if (result.violations.length > 0) return { runs: seed + 1, found: result };
  }
  return { runs: seeds, found: undefined };
}
