import * as fc from 'fast-check';
import type { Awaited, Program, Step } from '../../models/reference/program/index.ts';

const step: fc.Arbitrary<Step> = fc.record({
  type: fc.constant('task' as const),
  failures: fc.constantFrom(0, 0, 0, 1, 3),
  isHopeless: fc.constantFrom(false, false, false, true),
});
const sleep = fc.record({ type: fc.constant('sleep' as const), ms: fc.constantFrom(0, 10, 300) });
const name = fc.constantFrom('a', 'b');
const leaf: fc.Arbitrary<Program> = fc.oneof(
  { weight: 6, arbitrary: step },
  { weight: 3, arbitrary: sleep },
  { weight: 2, arbitrary: fc.record({ type: fc.constantFrom('signal' as const, 'drain' as const), name }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('promise' as const),
      name: fc.constantFrom('p1', 'p2', 'p3', 'p4', 'p5', 'p6'),
      timeoutMs: fc.constantFrom(0, 200, 2_000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('operation' as const), isFailing: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constantFrom('set' as const, 'get' as const, 'clear' as const),
      key: name,
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('forget' as const), task: step }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constantFrom('now' as const, 'cancelled' as const, 'fail' as const) }),
  },
);

/** Random programs, small ones first. */
export const { program: anyProgram } = fc.letrec<{ program: Program; awaited: Awaited }>((tie) => ({
  awaited: fc.oneof(
    { weight: 2, arbitrary: step },
    { weight: 2, arbitrary: sleep },
    {
      weight: 1,
      arbitrary: fc.record({ type: fc.constant('child' as const), program: tie('program') }),
    },
  ),
  program: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { weight: 5, arbitrary: leaf },
    {
      weight: 6,
      arbitrary: fc.record({
        type: fc.constantFrom('sequence' as const, 'sequence' as const, 'parallel' as const, 'race' as const),
        parts: fc.array(tie('program'), { minLength: 2, maxLength: 3 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ type: fc.constant('attempt' as const), part: tie('program') }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        type: fc.constant('giveUp' as const),
        awaited: tie('awaited'),
        meanwhile: tie('program'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ type: fc.constant('child' as const), program: tie('program') }),
    },
  ),
}));
