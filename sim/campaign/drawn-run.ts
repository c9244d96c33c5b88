import { drawFaults, type FaultMode, withFaults } from '../fault/index.ts';
import { type Chooser, RandomRoot } from '../kernel/index.ts';
import type { Search } from '../strategy/index.ts';
import type { Target } from '../target/index.ts';
import { run, type RunPlan, type RunResult } from './run.ts';

/** How the choices of a run are drawn. */
export type Draw = {
  readonly search: Search;
  /** What goes wrong; nothing, if absent, nor where a scenario needs calm. */
  readonly faults?: FaultMode | undefined;
  /** Wraps the chooser of the run, to see what it does; must choose as that one does. */
  readonly watch?: ((chooser: Chooser) => Chooser) | undefined;
};

/** Runs a plan once; its seed draws what goes wrong, and all choices. */
export function drawnRun(
  target: Target,
  plan: Omit<RunPlan, 'faults'>,
  { search, faults: mode = 'none', watch = (chooser) => chooser }: Draw,
): Promise<RunResult> {
  const { scenario, seed } = plan;
  const isCalm = mode === 'none' || scenario.needsCalm !== undefined;
  const faults = isCalm ? undefined : drawFaults(mode, new RandomRoot(seed).stream('swarm'));
  return search.run(scenario.name, seed, (each, makeChooser, isPilot) => {
    const calm = { ...plan, seed: each };
    if (isPilot) return run(target, calm, makeChooser);
    if (!faults) return run(target, calm, (root) => watch(makeChooser(root)));
    return run(target, { ...calm, faults }, (root) =>
      watch(withFaults(makeChooser(root), root.stream('faults'), faults)),
    );
  });
}
