import { drawFaults, type FaultMode, withFaults } from '../fault/index.ts';
import { RandomRoot } from '../kernel/index.ts';
import type { Strategy } from '../strategy/index.ts';
import type { Target } from '../target/index.ts';
import { run, type RunPlan, type RunResult } from './run.ts';

/** How the choices of a run are drawn. */
export type Draw = {
  readonly strategy: Strategy;
  /** What goes wrong; nothing, if absent, nor where a scenario needs calm. */
  readonly faults?: FaultMode | undefined;
};

/** Runs a plan once; its seed draws what goes wrong, and all choices. */
export function drawnRun(
  target: Target,
  plan: Omit<RunPlan, 'faults'>,
  { strategy, faults: mode = 'none' }: Draw,
): Promise<RunResult> {
  const isCalm = mode === 'none' || plan.scenario.needsCalm !== undefined;
  const faults = isCalm ? undefined : drawFaults(mode, new RandomRoot(plan.seed).stream('swarm'));
  return run(target, { ...plan, faults }, (root) => {
    const chooser = strategy.chooser(root.stream('schedule'));
    return faults ? withFaults(chooser, root.stream('faults'), faults) : chooser;
  });
}
