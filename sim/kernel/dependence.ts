import type { Option } from './choice.ts';
import { races } from './footprint.ts';

/** What has to be known of a step to tell whether it commutes with another one. */
export type Footstep = Pick<Option, 'actorName' | 'footprint' | 'isTime' | 'fault'>;

/**
 * Whether it may matter which of two steps is taken first. Steps of one actor are in its own order. Time and faults
 * depend on everything: a step that touches nothing shared may still read a clock, or be the one that a crash undoes.
 */
export function dependent(one: Footstep, other: Footstep): boolean {
  return (
    one.actorName === other.actorName ||
    concernsAll(one) ||
    concernsAll(other) ||
    races(one.footprint, other.footprint)
  );
}

/** Whether a step depends on all others, those that touch nothing included. */
export function concernsAll({ isTime, fault }: Footstep): boolean {
  return isTime || fault !== undefined;
}
