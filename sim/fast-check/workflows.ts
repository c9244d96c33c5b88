import * as fc from 'fast-check';
import type { Interference } from '../program/index.ts';
import { GeneratedWorkflow } from './generated-workflow.ts';
import { anyProgram } from './program-arbitrary.ts';

const anyInterference: fc.Arbitrary<Interference> = fc.record({
  cancelMs: fc.option(fc.constantFrom(0, 50, 200, 500), { nil: undefined, freq: 2 }),
  whims: fc.array(fc.nat(20), { maxLength: 20 }),
});

/**
 * Workflows that do anything a workflow can do, and what people do meanwhile. A failing one shrinks towards the smallest
 * program, undisturbed.
 */
export function workflows(): fc.Arbitrary<GeneratedWorkflow> {
  return fc.record({ program: anyProgram, interference: anyInterference }).map(
    ({ program, interference }) => new GeneratedWorkflow(program, interference),
    (value) => {
      if (value instanceof GeneratedWorkflow) return value;
      throw new TypeError('not a generated workflow');
    },
  );
}
