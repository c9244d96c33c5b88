import type { RandomStream } from '../kernel/index.ts';
import { type Profile, stepsByKind } from './profile.ts';
import { Remaining } from './remaining.ts';
import type { Strategy } from './strategy.ts';
import { lettingTimePass, type StepChooser } from './time.ts';

/**
 * A random walk that is uniform over interleavings: whoever has more steps before it goes on more often, so that long
 * actors do not drown short ones. After Shuttle's `urw.rs`; Zhao et al., "Selectively Uniform Concurrency Testing"
 * (ASPLOS 2025), build on it.
 *
 * Deviations: both count the steps of a fixed set of threads; here threads are begun all the time, so that the pilot
 * run is averaged over threads of a kind, and each stands for what comes from it, see {@link Remaining}. It is uniform
 * as far as these averages are right. Without a profile it draws among threads alike.
 */
export const urw: Strategy = {
  name: 'urw',
  summary: 'uniform over interleavings: whoever has more steps before it goes on more often',
  needsProfile: true,
  chooser: (random, profile) => lettingTimePass('urw', random, uniformWalk(random, profile)),
};

/** Chooses steps so that interleavings are alike. */
export function uniformWalk(random: RandomStream, profile: Profile | undefined): StepChooser {
  const remaining = new Remaining(profile ? stepsByKind(profile, () => true) : new Map(), () => true);
  return {
    choose: (steps) => remaining.draw(steps, random),
    willStep: (option) => remaining.willStep(option),
  };
}
