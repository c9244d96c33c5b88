import type { Chooser, RandomRoot } from '../kernel/index.ts';
import { Pilot, type Profile } from './profile.ts';
import { random } from './random.ts';
import type { LearningStrategy, Strategy } from './strategy.ts';

/** The seed of all pilot runs: what strategies know beforehand is the same for every seed, in any order. */
const PILOT = 'pilot';

/** Runs a plan once. The pilot run is to be one in which nothing goes wrong. */
export type RunSeed<Result> = (
  seed: string,
  makeChooser: (root: RandomRoot) => Chooser,
  isPilot: boolean,
) => Promise<Result>;

/**
 * A strategy at work on many runs. One that wants to know what runs of a plan are like is told by a pilot run, which is
 * made at random before the first run of the plan, the same each time: a run depends on its plan and its seed alone.
 */
export class Search {
  readonly #strategy: Strategy;
  readonly #learning: LearningStrategy | undefined;
  readonly #profiles = new Map<string, Profile>();

  constructor(strategy: Strategy) {
    this.#learning = strategy.begin?.();
    this.#strategy = this.#learning ?? strategy;
  }

  /**
   * Runs a seed.
   *
   * @param plan what is the same for all seeds, in a word
   */
  async run<Result>(plan: string, seed: string, runSeed: RunSeed<Result>): Promise<Result> {
    const profile = this.#strategy.needsProfile ? await this.#profileOf(plan, runSeed) : undefined;
    let served: Chooser | undefined;
    const result = await runSeed(
      seed,
      (root) => {
        served = this.#strategy.chooser(root.stream('schedule'), profile);
        return served;
      },
      false,
    );
    if (served) this.#learning?.learn(served);
    return result;
  }

  async #profileOf(plan: string, runSeed: RunSeed<unknown>): Promise<Profile | undefined> {
    const known = this.#profiles.get(plan);
    if (known) return known;
    let pilot: Pilot | undefined;
    await runSeed(
      PILOT,
      (root) => {
        pilot = new Pilot(random.chooser(root.stream('schedule')));
        return pilot;
      },
      true,
    );
    const profile = pilot?.profile();
    if (profile) this.#profiles.set(plan, profile);
    return profile;
  }
}
