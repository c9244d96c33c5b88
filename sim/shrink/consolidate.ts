import type { TakenStep } from '../strategy/index.ts';
import type { Attempt } from './candidate.ts';
import type { Search } from './search.ts';

/** Steps that an activity took one after the other, by their places in the run: from the first one up to another's. */
type Block = { readonly thread: number; readonly from: number; readonly to: number };

/** Blocks of one activity that could have gone on after each of them but the last, and was interrupted. */
type Stretch = readonly Block[];

/** Blocks that are put together, at the place of one of them. */
type Move = { readonly blocks: readonly Block[]; readonly at: Block };

/**
 * Fewer preemptions: what an activity did in several blocks it does in one, at the place of any of them, as long as the
 * run still fails; where not all can be made one, two that follow each other. The moves of two blocks are those of Jalbert
 * and Sen, "A trace simplification technique for effective debugging of concurrent programs", FSE 2010. That a whole
 * stretch is moved first saves most: in a run in which one loses to many others, all but that one do in one go what they
 * do. Whether steps can be taken in that order is found out by taking them: a move may change what others do.
 */
export async function consolidate(search: Search<unknown>): Promise<void> {
  for (let before = Number.POSITIVE_INFINITY; search.current.attempt.preemptions < before; ) {
    before = search.current.attempt.preemptions;
    for (const movesOf of [whole, neighbours]) await sweep(search, movesOf);
  }
}

/** Tries the moves of every stretch, the longest first. What was moved is looked at anew, and each stretch once. */
async function sweep(search: Search<unknown>, movesOf: (stretch: Stretch) => readonly Move[]): Promise<void> {
  const done = new Set<string>();
  for (;;) {
    const { taken, ...attempt } = search.current.attempt;
    const nameOf = ([block]: Stretch): string => (block && taken[block.from]?.name) ?? '';
    const stretch = stretchesOf({ ...attempt, taken })
      .toSorted((one, other) => other.length - one.length)
      .find((each) => !done.has(nameOf(each)));
    if (!stretch || search.isSpent) return;
    done.add(nameOf(stretch));
    for (const move of movesOf(stretch)) if (await isFewer(search, move)) break;
  }
}

function whole(stretch: Stretch): readonly Move[] {
  const places = new Set([...stretch.slice(-1), ...stretch]);
  return [...places].map((at) => ({ blocks: stretch, at }));
}

function neighbours(stretch: Stretch): readonly Move[] {
  if (stretch.length === 2) return []; // they are the whole
  return stretch.slice(1).flatMap((_, index) => {
    const blocks = stretch.slice(index, index + 2);
    return blocks.toReversed().map((at) => ({ blocks, at }));
  });
}

async function isFewer(search: Search<unknown>, { blocks, at }: Move): Promise<boolean> {
  const { candidate, attempt } = search.current;
  const names = attempt.taken.map(({ name }) => name);
  const together = blocks.flatMap(({ from, to }) => names.slice(from, to));
  const isMoved = (place: number): boolean => blocks.some(({ from, to }) => place >= from && place < to);
  const order = names.flatMap((name, place) => (place === at.from ? together : isMoved(place) ? [] : [name]));
  const failing = await search.try({ ...candidate, deviations: [], order });
  if (!failing) return false;
  const { faults, preemptions } = failing.attempt;
  if (faults > attempt.faults || preemptions >= attempt.preemptions) return false;
  search.current = failing;
  return true;
}

function stretchesOf({ taken, steps }: Pick<Attempt<unknown>, 'taken' | 'steps'>): readonly Stretch[] {
  const stretches: Block[][] = [];
  const latest = new Map<number, Block[]>();
  for (const block of blocksOf(taken.slice(0, steps))) {
    const stretch = latest.get(block.thread);
    const end = stretch?.at(-1)?.to ?? -1;
    const since = taken[block.from]?.since ?? 0;
    if (stretch && since <= end) {
      stretch.push(block);
      continue;
    }
    const begun = [block];
    latest.set(block.thread, begun);
    stretches.push(begun);
  }
  return stretches.filter(({ length }) => length > 1);
}

function blocksOf(taken: readonly TakenStep[]): readonly Block[] {
  const starts = taken.flatMap(({ thread }, place) => (thread === taken[place - 1]?.thread ? [] : [place]));
  return starts
    .map((from, index) => ({
      thread: taken[from]?.thread ?? -1,
      from,
      to: starts[index + 1] ?? taken.length,
    }))
    .filter(({ thread }) => thread >= 0);
}
