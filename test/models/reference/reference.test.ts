import * as fc from 'fast-check';
import { describe, it } from 'vitest';
import { ENGINE_SCHEMA } from '../../../sim/scenario/index.ts';
import { realTargets } from '../../support/all-targets.ts';
import { programs, SideBySide } from '../../support/reference-program.ts';
import { bootedTarget } from '../../support/targets.ts';

/** For many: `SKEIN_PROGRAMS=10000 node node_modules/vitest/vitest.mjs run test/models/reference`. */
const PROGRAMS = Number(process.env['SKEIN_PROGRAMS'] ?? 60);
const SEED = process.env['SKEIN_SEED'];
const MS_EACH = 1_000;

describe.each(realTargets)('the engine on $title', ({ isMissing, boot }) => {
  if (isMissing) return it.skip('answers and keeps what the model does');
  const target = bootedTarget(() => boot(ENGINE_SCHEMA));

  it(
    'answers and keeps what the model does, whatever is asked in whatever order',
    async () => {
      const property = fc.asyncProperty(programs(60), async (commands) => {
        const both = new SideBySide(target());
        await fc.asyncModelRun(() => ({ model: {}, real: both }), commands);
        both.compare();
      });
      const seed = SEED === undefined ? {} : { seed: Number(SEED) };
      await fc.assert(property, { numRuns: PROGRAMS, ...seed });
    },
    60_000 + PROGRAMS * MS_EACH,
  );
});
