/** What several trials came to. */
export type Spread = {
  readonly median: number;
  /** Between these the true median lies, as far as the trials tell. */
  readonly low: number;
  readonly high: number;
  /** How sure that is; 0.95 at least where there are enough trials, and what all of them can tell where there are not. */
  readonly confidence: number;
};

const WANTED = 0.95;

/**
 * The median of what trials came to, with a confidence interval from order statistics, which supposes nothing of how they
 * are distributed (David & Nagaraja, "Order Statistics", 3rd ed., section 7.1): how many of them are below the true
 * median is a matter of fair coins.
 *
 * @param values at least one; infinite for trials that came to nothing
 */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => (one < other ? -1 : Number(one > other)));
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  const count = sorted.length;
  const median = count % 2 === 1 ? at((count - 1) / 2) : (at(count / 2 - 1) + at(count / 2)) / 2;
  let cut = 0;
  while (2 * (cut + 1) < count && coverage(count, cut + 1) >= WANTED) cut += 1;
  return { median, low: at(cut), high: at(count - 1 - cut), confidence: coverage(count, cut) };
}

/** How likely the true median lies between what is left when so many are cut off at each end. */
function coverage(count: number, cut: number): number {
  let outside = 0;
  let ways = 1;
  for (let below = 0; below <= cut; below += 1) {
    outside += ways;
    ways = (ways * (count - below)) / (below + 1);
  }
  return Math.max(0, 1 - (2 * outside) / 2 ** count);
}
