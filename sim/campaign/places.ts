/** A seed, and its place among all seeds of a campaign, from 0: the place decides which scenario it is run on. */
export type Place = { readonly at: number; readonly seed: string };

/** One of so many parts of a campaign, each of which some machine runs; from 1 on. */
export type Shard = { readonly index: number; readonly of: number };

/** Which seeds are run. */
export type PlacesPlan = {
  /** Seeds in order; each is run on one scenario, the scenarios taking turns. */
  readonly seeds: Iterable<string>;
  /** Which part of the seeds; all of them, if absent. */
  readonly shard?: Shard | undefined;
  /** Places whose runs are there already; none, if absent. */
  readonly isDone?: ((at: number) => boolean) | undefined;
};

/** Seeds with their places: all of them, or every n-th for one shard of n, but for those that are done. */
export function* placesOf({ seeds, shard: { index, of } = WHOLE, isDone }: PlacesPlan): Iterable<Place> {
  let at = 0;
  for (const seed of seeds) {
    if (at % of === index - 1 && !isDone?.(at)) yield { at, seed };
    at += 1;
  }
}

const WHOLE: Shard = { index: 1, of: 1 };
