/** Looks at a part of a list. @returns what of it is needed if it still fails, undefined if it does not */
export type Needed<Item> = (part: readonly Item[]) => Promise<readonly Item[] | undefined>;

/**
 * Delta debugging: a part of a list that still fails, and does not if any one item is taken away. Zeller and
 * Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", IEEE TSE 28(2), 2002, section 3.2; a test may tell
 * besides that only some of what it was given was needed.
 *
 * @param items what fails as a whole; not tested again
 * @param needed may say no once a budget is used up: what is left then still fails, and may have items too many
 */
export async function ddmin<Item>(items: readonly Item[], needed: Needed<Item>): Promise<readonly Item[]> {
  if (items.length === 0) return items;
  const none = await needed([]);
  if (none) return none;
  let left = items;
  let parts = 2;
  while (left.length >= 2) {
    const count = Math.min(parts, left.length);
    const slices = sliced(left, count);
    const part = await firstNeeded(slices, needed);
    if (part) {
      left = part;
      parts = 2;
      continue;
    }
    const rests = slices.map((_, out) => slices.flatMap((slice, index) => (index === out ? [] : slice)));
    const rest = count > 2 ? await firstNeeded(rests, needed) : undefined; // rests of two are the two
    if (rest) {
      left = rest;
      parts = Math.max(count - 1, 2);
    } else if (count === left.length) break;
    else parts = count * 2;
  }
  return left;
}

function sliced<Item>(items: readonly Item[], count: number): readonly (readonly Item[])[] {
  const bound = (index: number): number => Math.floor((index * items.length) / count);
  return Array.from({ length: count }, (_, index) => items.slice(bound(index), bound(index + 1)));
}

async function firstNeeded<Item>(
  parts: readonly (readonly Item[])[],
  needed: Needed<Item>,
): Promise<readonly Item[] | undefined> {
  for (const part of parts) {
    const left = await needed(part);
    if (left) return left;
  }
  return undefined;
}
