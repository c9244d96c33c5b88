/** A seed, and its place among all seeds of a campaign, from 0: the place decides which scenario it is run on. */
export type Place = { readonly at: number; readonly seed: string };

/** One of so many parts of a campaign, each of which some machine runs; from 1 on. */
export type Shard = { readonly index: number; readonly of: number };

/** Seeds with their places: all of them, or every n-th for one shard of n. */
export function* placesOf(seeds: Iterable<string>, { index, of }: Shard = WHOLE): Iterable<Place> {
  let at = 0;
  for (const seed of seeds) {
    if (at % of === index - 1) yield { at, seed };
    at += 1;
  }
}

const WHOLE: Shard = { index: 1, of: 1 };
