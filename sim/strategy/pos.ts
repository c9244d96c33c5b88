import { type Option, races } from '../kernel/index.ts';
import type { Strategy } from './strategy.ts';
import { lettingTimePass } from './time.ts';

/**
 * Partial order sampling: every pending step draws a priority, the highest is taken, and of those that wait only what
 * races with it draws anew. Orders of steps that do not race are no orders of their own, and so take no share of the
 * chances. Yuan, Yang, Gu, "Partial Order Aware Concurrency Sampling" (CAV 2018).
 *
 * Deviations: none in the rule; threads that begin during the run draw as their steps come. Where nobody knows what
 * steps touch, all of them race, all draw anew each time, and it is `random`.
 */
export const pos: Strategy = {
  name: 'pos',
  summary: 'a priority for every pending step, drawn anew by those that race with the one taken',
  chooser(random) {
    const priorities = new Map<number, number>();
    return lettingTimePass('pos', random, {
      choose(steps) {
        let best = 0;
        let highest = -1;
        for (const [index, { request }] of steps.entries()) {
          const priority = priorities.get(request) ?? random.fraction();
          priorities.set(request, priority);
          if (priority <= highest) continue;
          best = index;
          highest = priority;
        }
        const taken = steps[best];
        if (taken) drawAnew(priorities, taken, steps);
        return best;
      },
    });
  },
};

/** Forgets the priorities of a step that is taken, and of all that race with it. */
function drawAnew(priorities: Map<number, number>, taken: Option, steps: readonly Option[]): void {
  const { footprint } = taken;
  for (const step of steps) {
    const isDecided = step === taken || (step.thread !== taken.thread && races(footprint, step.footprint));
    if (isDecided) priorities.delete(step.request);
  }
}
