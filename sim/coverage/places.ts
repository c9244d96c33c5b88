/** So many powers of ten: more seeds than any campaign has. */
const POWERS = 15;

/** 1, 2, 5, 10, 20, 50, … */
const POINTS: readonly number[] = Array.from({ length: POWERS }, (_, power) =>
  [1, 2, 5].map((digit) => digit * 10 ** power),
).flat();

/**
 * Which point of the curve is the first to show what was seen at a place among the seeds of a campaign: the n-th point
 * shows the first 1, 2, 5, 10, … places. Places are cut into so few intervals that each thing can keep its own.
 *
 * @param place from 0
 */
export function intervalOf(place: number): number {
  let low = 0;
  let high = POINTS.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (place < (POINTS[middle] ?? Number.POSITIVE_INFINITY)) high = middle;
    else low = middle + 1;
  }
  return low;
}
