/** Looks at a part of a list. @returns what of it is needed if it still fails, undefined if it does not */
export type Needed<Item> = (part: readonly Item[]) => Promise<readonly Item[] | undefined>;

/**
 * Delta debugging: a part of a list that still fails, and does not if any one item is taken away. Halves are left out,
 * then quarters, and so on; what is left out is never tried alone, since that takes as many tests, and what fails by less
 * than a half fails without the other half, too. After Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing
 * Input", IEEE TSE 28(2), 2002, section 3.2; a test may tell besides that only some of what it was given was needed.
 *
 * @param items what fails as a whole; not tested again
 * @param needed may say no once a budget is used up: what is left then still fails, and may have items too many
 */
export async function ddmin<Item>(items: readonly Item[], needed: Needed<Item>): Promise<readonly Item[]> {
  if (items.length === 0) return items;
  const none = await needed([]);
  if (none) return none;
  let left = items;
  for (let length = Math.ceil(left.length / 2); left.length > 1; ) {
    const before = left;
    for (let end = left.length; end > 0; end = Math.min(end - length, left.length)) {
      const from = Math.max(end - length, 0);
      const rest = left.toSpliced(from, end - from);
      if (rest.length > 0) left = (await needed(rest)) ?? left;
    }
    if (length > 1) length = Math.min(Math.ceil(length / 2), Math.ceil(left.length / 2));
    else if (left === before) break;
  }
  return left;
}
