import type { Chooser, Decision, Option, RandomStream } from '../kernel/index.ts';

/** How often time is let pass although somebody could step: rarely, or every task would time out. */
const TIME_PASSES_ONE_IN = 128;

/** Chooses which of the actors steps. Neither time nor faults are its business. */
export type StepChooser = {
  /**
   * @param steps those that are ready, at least two
   * @returns an index into them
   */
  choose(steps: readonly Option[], decision: Decision): number;
  /** Whether time is to pass although these could step; asked where it could. Never, if absent. */
  wantsTime?(steps: readonly Option[]): boolean;
  /** See {@link Chooser.willStep}. */
  willStep?(option: Option): void;
};

/**
 * Makes a chooser of one that knows of steps alone: time passes when nobody can step, and now and then. It is the same
 * for all strategies, so that they differ in the order of steps and in nothing else.
 *
 * @param name the strategy's
 */
export function lettingTimePass(name: string, random: RandomStream, inner: StepChooser): Chooser {
  return {
    name,
    choose(decision) {
      const { options, plain } = decision;
      const hasTime = options[plain - 1]?.isTime === true;
      const steps = hasTime ? plain - 1 : plain;
      if (steps === 0) return 0;
      if (hasTime && random.below(TIME_PASSES_ONE_IN) === 0) return steps;
      const own = options.slice(0, steps);
      if (hasTime && inner.wantsTime?.(own)) return steps;
      return steps === 1 ? 0 : inner.choose(own, decision);
    },
    willStep: (option) => inner.willStep?.(option),
  };
}
