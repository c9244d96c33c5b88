import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../../sim/conformance/parse-spec.ts';
import { permutationsOf } from '../../../sim/conformance/permutations.ts';

function ordersOf(text: string): readonly string[] {
  return [...permutationsOf(parseSpec(text))].map((steps) => steps.map(({ step }) => step.name).join(' '));
}

describe('permutationsOf', () => {
  it('gives the permutations that a spec names, as it names them', () => {
    expect(ordersOf('session s step a {} step b {} permutation b a a permutation a')).toEqual(['b a a', 'a']);
  });

  it('gives every interleaving if there are none, the first session ahead', () => {
    expect(ordersOf('session s step a {} step b {} session t step c {} step d {}')).toEqual([
      'a b c d',
      'a c b d',
      'a c d b',
      'c a b d',
      'c a d b',
      'c d a b',
    ]);
  });

  it.each([
    [[1], 1],
    [[3, 3], 20],
    [[2, 2, 2], 90],
  ])('gives as many interleavings of %j steps as there are: %i', (sizes, count) => {
    const sessions = sizes.map((size, session) =>
      Array.from({ length: size }, (_, step) => `step s${session}${step} {}`).join(' '),
    );
    const orders = ordersOf(sessions.map((steps, index) => `session s${index} ${steps}`).join('\n'));
    expect(new Set(orders).size).toBe(count);
    expect(orders).toHaveLength(count);
  });
});
