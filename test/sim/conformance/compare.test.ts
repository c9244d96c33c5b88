import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differences } from '../../../sim/conformance/compare.ts';

describe('differences', () => {
  it('are none between an output and itself, whatever its line breaks are', () => {
    const output = 'Parsed\n\nstarting permutation: a b\nstep a: x\n';
    expect(differences(output, output)).toEqual([]);
    expect(differences(output.replaceAll('\n', '\r\n'), output)).toEqual([]);
  });

  it('tell the permutation, and its lines: missing, too much, or as they should be', () => {
    const expected = 'Parsed\nstarting permutation: a b\none\ntwo\nthree\nstarting permutation: b a\none\n';
    const actual = 'Parsed\nstarting permutation: a b\none\n2\nthree\nstarting permutation: b a\none\n';
    expect(differences(expected, actual)).toEqual([
      {
        permutation: 'a b',
        lines: [
          { kind: 'same', text: 'starting permutation: a b' },
          { kind: 'same', text: 'one' },
          { kind: 'missing', text: 'two' },
          { kind: 'surplus', text: '2' },
          { kind: 'same', text: 'three' },
        ],
      },
    ]);
  });

  it('tell what stands before the first permutation, and permutations that are not there', () => {
    const found = differences('Parsed\nstarting permutation: a\n', 'Unused\n');
    expect(found.map(({ permutation }) => permutation)).toEqual(['', 'a']);
  });

  it('have both outputs in them, and no more lines than needed', () => {
    const line = fc.constantFrom('a', 'b', 'c');
    fc.assert(
      fc.property(fc.array(line), fc.array(line), (expected, actual) => {
        const [found] = differences(expected.join('\n'), actual.join('\n'));
        const lines = found?.lines ?? [];
        const without = (kind: string): readonly string[] =>
          lines.filter((each) => each.kind !== kind).map(({ text }) => text);
        if (!found) expect(actual.join('\n')).toEqual(expected.join('\n'));
        else {
          expect(without('surplus').join('\n')).toBe(expected.join('\n'));
          expect(without('missing').join('\n')).toBe(actual.join('\n'));
          expect(lines.filter(({ kind }) => kind === 'same')).toHaveLength(longest(expected, actual));
        }
      }),
    );
  });
});

/** The length of the longest common subsequence, slowly. */
function longest(left: readonly string[], right: readonly string[]): number {
  const lengths = left.map(() => right.map(() => 0));
  const at = (row: number, column: number): number => lengths[row]?.[column] ?? 0;
  for (const [row, one] of left.entries()) {
    for (const [column, other] of right.entries()) {
      const length =
        one === other ? at(row - 1, column - 1) + 1 : Math.max(at(row - 1, column), at(row, column - 1));
      lengths[row]?.splice(column, 1, length);
    }
  }
  return at(left.length - 1, right.length - 1);
}
