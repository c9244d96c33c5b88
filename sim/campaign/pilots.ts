import type { RandomRoot } from '../kernel/index.ts';
import { Pilot, type Profile, random } from '../strategy/index.ts';
import type { Target } from '../target/index.ts';
import { run, type RunPlan } from './run.ts';

/** The seed of all pilot runs: what strategies know beforehand is the same for every seed, in any order. */
const SEED = 'pilot';

/** The pilot's chooser, for whoever runs something else than scenarios. @param root of {@link pilotSeed} */
export function pilotOf(root: RandomRoot): Pilot {
  return new Pilot(random.chooser(root.stream('schedule')));
}

/** Pilot runs, one for each plan: what strategies know of it before its first run. */
export class Pilots {
  readonly #target: Target;
  readonly #profiles = new Map<string, Profile>();

  constructor(target: Target) {
    this.#target = target;
  }

  /** What runs of a plan are like, whatever their seeds. */
  async profileOf(plan: RunPlan): Promise<Profile> {
    const { scenario, size, defect } = plan;
    const key = JSON.stringify([scenario.name, size, defect?.name]);
    const known = this.#profiles.get(key);
    if (known) return known;
    let pilot: Pilot | undefined;
    await run(this.#target, { scenario, size, defect, seed: SEED }, (root) => (pilot = pilotOf(root)));
    if (!pilot) throw new Error('a run without a chooser');
    const profile = pilot.profile();
    this.#profiles.set(key, profile);
    return profile;
  }
}
