/** What fast-check keeps of a value that came of shrinking another one: the simplest of all was tried by then. */
export const SHRUNK = 'shrunk';

/**
 * Lists that are simpler than one, the simplest first: without any of it, without large parts, without single items,
 * then with one item made simpler. Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", IEEE TSE
 * 28(2), 2002, section 3.2, unrolled: fast-check goes on from the first one that still fails.
 *
 * @param simpler items that are simpler than one, given those before it
 * @param isNoneTried whether the list without any of it was tried already
 */
export function* simplerLists<Item>(
  items: readonly Item[],
  simpler: (item: Item, before: readonly Item[]) => Iterable<Item>,
  isNoneTried: boolean,
): Generator<readonly Item[]> {
  for (let length = items.length; length >= 1; length = Math.floor(length / 2)) {
    // What comes last often comes after all that matters.
    for (let end = items.length; end > 0; end -= length) {
      const rest = [...items.slice(0, Math.max(0, end - length)), ...items.slice(end)];
      if (rest.length > 0 || !isNoneTried) yield rest;
    }
  }
  for (const [index, item] of items.entries()) {
    for (const each of simpler(item, items.slice(0, index))) yield items.with(index, each);
  }
}

/** So few are all tried. */
const FEW = 8;

/** Whole numbers from `least` on that are lower than a number: the lowest, some in between, and the next ones. */
export function* lowerNumbers(number: number, least: number): Generator<number> {
  let distance = number - least;
  for (; distance > FEW; distance = Math.floor(distance / 2)) yield number - distance;
  for (; distance > 0; distance -= 1) yield number - distance;
}
