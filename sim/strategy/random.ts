import type { Strategy } from './strategy.ts';

/** How often time is let pass although somebody could step: rarely, or every task would time out. */
const TIME_PASSES_ONE_IN = 128;

/** Chooses uniformly among the steps that actors could take; time passes when nobody can step, and now and then. */
export const random: Strategy = {
  name: 'random',
  summary: 'uniform over the steps that actors could take; now and then time passes',
  chooser: (stream) => ({
    choose({ options, plain }) {
      const last = plain - 1;
      if (!options[last]?.isTime) return stream.below(plain);
      return stream.below(TIME_PASSES_ONE_IN) === 0 ? last : stream.below(last);
    },
  }),
};
