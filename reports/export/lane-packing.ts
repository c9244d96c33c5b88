/** From when to when something is there; both ends included. */
export type Span = { readonly from: number; readonly to: number };

/**
 * Puts spans into as many lanes as there are spans at the same time: each into the first one that is free when it
 * begins.
 *
 * @param spans in the order in which they begin
 * @returns the lane of each, from 0
 */
export function packLanes(spans: readonly Span[]): readonly number[] {
  const ends: number[] = [];
  return spans.map(({ from, to }) => {
    const free = ends.findIndex((end) => end < from);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = to;
    return lane;
  });
}
