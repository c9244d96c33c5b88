import { CLOCK, NEMESIS } from '../kernel/index.ts';
import type { Deviation } from '../strategy/index.ts';
import { partsOf } from './step-name.ts';

/** Who is named in deviations, in whichever life, itself or by a call of it: neither time nor chance. */
export function actorsIn(deviations: readonly Deviation[]): readonly string[] {
  const steps = deviations.flatMap(({ before, take }) => [before, take]);
  const names = new Set(steps.map((step) => callerOf(partsOf(step)[0])));
  return [...names].filter((name) => name !== CLOCK && name !== NEMESIS);
}

/** Whose call a handler is for, as it says in its name: `completeTask worker-1.2#5` is for `worker-1`. */
function callerOf(actor: string): string {
  return actor.replace(/^.* /, '').replace(/(?:\.\d+)?(?:#\d+)?$/, '');
}
