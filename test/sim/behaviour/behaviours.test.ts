import { describe, expect, it } from 'vitest';
import { BEHAVIOUR_SCENARIOS, BEHAVIOURS, definitionsOf } from '../../../sim/behaviour/index.ts';
import { run } from '../../../sim/campaign/index.ts';
import { ENGINE_SCHEMA } from '../../../sim/scenario/index.ts';
import { realTargets } from '../../support/all-targets.ts';
import { randomly } from '../../support/scenario-runs.ts';
import { bootedTarget } from '../../support/targets.ts';

/** For more: `SKEIN_SEEDS=100 node node_modules/vitest/vitest.mjs run test/sim/behaviour`. */
const SEEDS = Number(process.env['SKEIN_SEEDS'] ?? 2);
const MS_EACH = 10_000;

describe('behaviours', () => {
  it('have names of their own', () => {
    expect(new Set(BEHAVIOURS.map(({ name }) => name)).size).toBe(BEHAVIOURS.length);
  });

  it.each([0, 1] as const)(
    'can all be shown on worker %i: no two definitions have the same name',
    (worker) => {
      const { workflows, tasks } = definitionsOf(BEHAVIOURS, worker);
      for (const list of [workflows, tasks]) {
        const names = list.map(({ name }) => name).toSorted();
        expect(names).toEqual([...new Set(names)]);
      }
    },
  );
});

describe.each(realTargets)('under simulation on $title', ({ isMissing, boot }) => {
  if (isMissing) return it.skip('every behaviour is shown');
  const target = bootedTarget(() => boot(ENGINE_SCHEMA));

  it.each(BEHAVIOUR_SCENARIOS)(
    '$name',
    async (scenario) => {
      for (let seed = 0; seed < SEEDS; seed += 1) {
        const plan = { scenario, size: scenario.size, seed: String(seed), defect: undefined };
        const { violations } = await run(target(), plan, randomly);
        expect(violations.map(({ witness }) => `${witness.sentence} (seed ${seed})`)).toEqual([]);
      }
    },
    SEEDS * MS_EACH,
  );
});
