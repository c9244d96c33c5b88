/** A line of a comparison: one that is missing, one that is too much, or one that is as expected. */
export type DiffLine = { readonly kind: 'missing' | 'surplus' | 'same'; readonly text: string };

/** A permutation whose output is not as expected. */
export type Difference = {
  /** Its steps, as the output tells them; empty for what stands before the first permutation. */
  readonly permutation: string;
  /** All lines of it. */
  readonly lines: readonly DiffLine[];
};

const HEADING = 'starting permutation: ';

/**
 * Compares a tester's output with what is expected, line by line within each permutation.
 *
 * @returns the permutations that differ: none, if the outputs are the same
 */
export function differences(expected: string, actual: string): readonly Difference[] {
  const [wanted, given] = [blocks(expected), blocks(actual)];
  return Array.from({ length: Math.max(wanted.length, given.length) }, (_, index) => {
    const lines = diff(wanted[index] ?? [], given[index] ?? []);
    const [heading = ''] = wanted[index] ?? given[index] ?? [];
    return { permutation: heading.startsWith(HEADING) ? heading.slice(HEADING.length) : '', lines };
  }).filter(({ lines }) => lines.some(({ kind }) => kind !== 'same'));
}

/** What comes before the first permutation, and each permutation, in lines. */
function blocks(output: string): readonly (readonly string[])[] {
  const found: string[][] = [[]];
  for (const line of output.replaceAll('\r', '').split('\n')) {
    if (line.startsWith(HEADING)) found.push([]);
    found.at(-1)?.push(line);
  }
  return found;
}

/** The shortest way from one text to another, by their longest common subsequence. */
function diff(expected: readonly string[], actual: readonly string[]): readonly DiffLine[] {
  const start = commonLength(expected, actual, (lines, index) => lines[index]);
  const [wanted, given] = [expected.slice(start), actual.slice(start)];
  const end = commonLength(wanted, given, (lines, index) => lines.at(-1 - index));
  const middle = diffApart(wanted.slice(0, wanted.length - end), given.slice(0, given.length - end));
  const same = (text: string): DiffLine => ({ kind: 'same', text });
  return [
    ...expected.slice(0, start).map(same),
    ...middle,
    ...expected.slice(expected.length - end).map(same),
  ];
}

/** How many lines are the same from one end on. */
function commonLength(
  left: readonly string[],
  right: readonly string[],
  at: (lines: readonly string[], index: number) => string | undefined,
): number {
  let length = 0;
  while (length < Math.min(left.length, right.length) && at(left, length) === at(right, length)) length += 1;
  return length;
}

function diffApart(expected: readonly string[], actual: readonly string[]): readonly DiffLine[] {
  const common = commonLengths(expected, actual);
  const lines: DiffLine[] = [];
  for (let row = 0, column = 0; row < expected.length || column < actual.length; ) {
    const [wanted, given] = [expected[row], actual[column]];
    if (wanted !== undefined && wanted === given) {
      lines.push({ kind: 'same', text: wanted });
      row += 1;
      column += 1;
    } else if (
      wanted !== undefined &&
      (given === undefined || lengthAt(common, row + 1, column) >= lengthAt(common, row, column + 1))
    ) {
      lines.push({ kind: 'missing', text: wanted });
      row += 1;
    } else {
      lines.push({ kind: 'surplus', text: given ?? '' });
      column += 1;
    }
  }
  return lines;
}

/** For each pair of places, the length of the longest common subsequence of what follows them. */
function commonLengths(left: readonly string[], right: readonly string[]): readonly Uint32Array[] {
  const lengths = Array.from({ length: left.length + 1 }, () => new Uint32Array(right.length + 1));
  for (let row = left.length - 1; row >= 0; row -= 1) {
    for (let column = right.length - 1; column >= 0; column -= 1) {
      const length =
        left[row] === right[column]
          ? lengthAt(lengths, row + 1, column + 1) + 1
          : Math.max(lengthAt(lengths, row + 1, column), lengthAt(lengths, row, column + 1));
      lengths[row]?.fill(length, column, column + 1);
    }
  }
  return lengths;
}

function lengthAt(lengths: readonly Uint32Array[], row: number, column: number): number {
  return lengths[row]?.[column] ?? 0;
}
