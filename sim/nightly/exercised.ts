import { OPERATION_NAMES, SWEEP_NAMES } from '../../src/engine/index.ts';
import { run } from '../campaign/index.ts';
import type { Scenario } from '../scenario/index.ts';
import { random } from '../strategy/index.ts';
import type { Target } from '../target/index.ts';

/** Runs of each scenario that are looked at. */
const RUNS_EACH = 2;
const NAMES: ReadonlySet<string> = new Set<string>([...OPERATION_NAMES, ...SWEEP_NAMES]);

/**
 * Which operations and sweeps scenarios exercise: those that were answered, or found something, in a few runs of each in
 * which nothing goes wrong.
 *
 * @returns by scenario; those that `signal` came before are left out
 */
export async function exercisedBy(
  target: Target,
  scenarios: readonly Scenario[],
  seed: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const exercised = new Map<string, ReadonlySet<string>>();
  for (const scenario of scenarios) {
    const names = new Set<string>();
    for (let time = 0; time < RUNS_EACH; time += 1) {
      if (signal.aborted) return exercised;
      const plan = { scenario, size: scenario.size, seed: `${seed}/exercised/${time}`, defect: undefined };
      const { signs } = await run(target, plan, (root) => random.chooser(root.stream('schedule')));
      for (const sign of signs) {
        const [name = ''] = sign.split(' ');
        if (NAMES.has(name)) names.add(name);
      }
    }
    exercised.set(scenario.name, names);
  }
  return exercised;
}
