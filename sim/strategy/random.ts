import type { Strategy } from './strategy.ts';
import { lettingTimePass } from './time.ts';

/** Chooses uniformly among the steps that actors could take. */
export const random: Strategy = {
  name: 'random',
  summary: 'uniform over the steps that actors could take; now and then time passes',
  chooser: (stream) => lettingTimePass('random', stream, { choose: ({ length }) => stream.below(length) }),
};
