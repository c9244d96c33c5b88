import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge } from '../../../models/reference/program/index.ts';
import { run } from '../../../sim/campaign/index.ts';
import { ENGINE_SCHEMA } from '../../../sim/scenario/index.ts';
import { realTargets } from '../../support/all-targets.ts';
import { anyProgram } from '../../../sim/fast-check/program-arbitrary.ts';
import { contradictions } from '../../support/program-replay.ts';
import { historiesIn, type Interference, programScenario } from '../../../sim/program/index.ts';
import { randomly } from '../../support/scenario-runs.ts';
import { bootedTarget } from '../../support/targets.ts';

/** For many: `SKEIN_WORKFLOWS=5000 node node_modules/vitest/vitest.mjs run test/models/reference`. */
const WORKFLOWS = Number(process.env['SKEIN_WORKFLOWS'] ?? 15);
const SEED = process.env['SKEIN_SEED'];
const MS_EACH = 5_000;
/** Those that speak of the whole run: of single events the judge knows more. */
const LAWS: ReadonlySet<string> = new Set(['contiguous', 'expected', 'live']);

const interference: fc.Arbitrary<Interference> = fc.record({
  cancelMs: fc.option(fc.constantFrom(0, 50, 200, 500), { nil: undefined, freq: 2 }),
  whims: fc.array(fc.nat(20), { maxLength: 20 }),
});

describe.each(realTargets)('a generated workflow on $title', ({ isMissing, boot }) => {
  if (isMissing) return it.skip('does on a cluster what its program does when it is run once');
  const target = bootedTarget(() => boot(ENGINE_SCHEMA));

  it(
    'does on a cluster what its program does when it is run once, and again at every replay',
    async () => {
      const property = fc.asyncProperty(anyProgram, interference, fc.nat(), async (program, whims, seed) => {
        const scenario = programScenario(program, whims);
        const plan = { scenario, size: scenario.size, seed: String(seed), defect: undefined };
        const broken = (await run(target(), plan, randomly)).violations;
        const violations = broken.filter(({ law }) => LAWS.has(law.name));
        const wrong: Record<string, readonly string[]> = {};
        const all = historiesIn(target());
        for (const [id, history] of all) {
          const sentences = [...judge(id, history), ...(await contradictions(id, history))];
          if (sentences.length > 0) wrong[id] = sentences;
        }
        if (violations.length + Object.keys(wrong).length > 0) {
          const sentences = violations.map(({ witness }) => witness.sentence);
          const events = [...all].map(
            ([id, history]) => `${id}:\n${history.map((event) => `  ${JSON.stringify(event)}`).join('\n')}`,
          );
          expect.fail(`${JSON.stringify({ sentences, wrong }, undefined, 2)}\n${events.join('\n')}`);
        }
      });
      const seed = SEED === undefined ? {} : { seed: Number(SEED) };
      await fc.assert(property, { numRuns: WORKFLOWS, ...seed });
    },
    60_000 + WORKFLOWS * MS_EACH,
  );
});
