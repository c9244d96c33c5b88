import { describe, expect, it } from 'vitest';
import { DEFECTS, type Defect } from '../../../models/defect/index.ts';
import { run } from '../../../sim/campaign/index.ts';
import { replayChooser } from '../../../sim/strategy/index.ts';
import { runShowing, runsUntilShown } from '../../support/defect-runs.ts';
import { sharedTarget } from '../../support/targets.ts';

const target = sharedTarget();

/** All that are neither about completions nor about submissions, and how many runs it takes to find them. */
const WITHIN: Readonly<Record<string, number>> = {
  'timer-fired-though-cancelled': 100,
  'timeout-despite-resolution': 200,
  'promise-resolved-twice': 10,
  'opposite-lock-orders': 20,
  'pending-child-undelivered': 1,
  'resume-overwrites-cancelling': 10,
  'cancelled-await-hangs': 1,
  'reclaim-despite-heartbeat': 100,
  'claim-without-lock': 100,
  'dead-worker-forgotten': 100,
  'key-checked-then-claimed': 10,
  'schedule-advanced-first': 50,
  'state-preloaded': 20,
  'clear-repeated': 1,
  'last-commands-dropped': 1,
  'clock-of-activation': 20,
  'operation-cached-by-name': 1,
  'signal-while-running-lost': 100,
};

const OTHERS: readonly (Defect & { readonly within: number })[] = DEFECTS.flatMap((defect) => {
  const within = WITHIN[defect.name];
  return within === undefined ? [] : [{ ...defect, within }];
});

describe('defects around timers, promises, children, leases, keys and the SDK', () => {
  it('are all there', () => {
    expect(OTHERS.map(({ name }) => name).sort()).toEqual(Object.keys(WITHIN).sort());
  });

  it.each(OTHERS)(
    '$name breaks $breaks within $within runs of $shows.scenario, which hold without it',
    async (defect) => {
      const { runs, found } = await runsUntilShown(target(), defect, defect.within);
      if (!found) throw new Error(`${defect.name} did not show in ${runs} runs`);
      expect(found.violations[0]?.law.name).toBe(defect.breaks);
      const again = await run(target(), found.plan, () => replayChooser(found.choices));
      expect(again.hash).toBe(found.hash);
      for (let number = 0; number < runs; number += 1) {
        const { violations } = await runShowing(target(), defect, number);
        expect(violations).toEqual([]);
      }
    },
  );
});
