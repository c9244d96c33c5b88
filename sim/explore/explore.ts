import { type Chooser, host } from '../kernel/index.ts';
import { ChainWatch } from './chains.ts';
import { PrunedRun } from './pruned-run.ts';
import type { Search } from './search.ts';

/** What is explored, and for how long. */
export type ExplorePlan<Run> = {
  readonly search: Search;
  /** Runs the program once, or over again with another chooser. Whatever a chooser throws must come out of it. */
  readonly run: (begin: () => Chooser) => Promise<Run>;
  readonly isBroken: (run: Run) => boolean;
  /** Whether the chooser was not asked any more from some step of the run on. */
  readonly isCutShort: (run: Run) => boolean;
  /** Wall-clock milliseconds after which no run is begun any more. */
  readonly budgetMs: number | undefined;
  /** How many schedules are begun at most, those that are left underway included. */
  readonly mostRuns: number | undefined;
};

/** How far an exploration came. */
export type Verdict<Run> =
  /** Every schedule within the bounds holds. */
  | { readonly type: 'proved' }
  /** Every schedule within the bounds holds as far as it was looked at: some were too long to be looked at whole. */
  | { readonly type: 'cutShort' }
  | { readonly type: 'broken'; readonly run: Run }
  | { readonly type: 'stopped'; readonly why: 'time' | 'runs' | 'interrupted' };

/** Watches an exploration. */
export type ExploreListener = {
  /** @param chains steps of the concurrent threads of the first run */
  onFirstRun?(chains: readonly number[]): void;
  /** The search is between two runs: it can be saved now. */
  onProgress?(): void;
};

/** Searches until all schedules were seen, one breaks something, the time is up, or `signal` is aborted. */
export async function explore<Run>(
  plan: ExplorePlan<Run>,
  listener: ExploreListener,
  signal: AbortSignal,
): Promise<Verdict<Run>> {
  const { search, budgetMs, mostRuns = Number.POSITIVE_INFINITY } = plan;
  const deadline = budgetMs === undefined ? Number.POSITIVE_INFINITY : host.monotonicMs() + budgetMs;
  for (let begun = 0; !search.isDone; begun += 1) {
    if (signal.aborted) return { type: 'stopped', why: 'interrupted' };
    if (host.monotonicMs() >= deadline) return { type: 'stopped', why: 'time' };
    if (begun >= mostRuns) return { type: 'stopped', why: 'runs' };
    const isFirst = search.counts.runs === 0;
    const run = await next(plan, isFirst ? (chains) => listener.onFirstRun?.(chains) : undefined);
    if (run !== undefined) return { type: 'broken', run };
    listener.onProgress?.();
  }
  return search.counts.cutShort > 0 ? { type: 'cutShort' } : { type: 'proved' };
}

/** Runs the next schedule. @returns the run, if it breaks something; then the search stays at it */
async function next<Run>(
  { search, run, isBroken, isCutShort }: ExplorePlan<Run>,
  onChains: ((chains: readonly number[]) => void) | undefined,
): Promise<Run | undefined> {
  let watch: ChainWatch | undefined;
  const begin = (): Chooser => {
    if (!onChains) return search.begin();
    watch = new ChainWatch(search.begin());
    return watch;
  };
  try {
    const ended = await run(begin);
    if (watch) onChains?.(watch.chains());
    if (isBroken(ended)) return ended;
    search.end(isCutShort(ended) ? 'cutShort' : 'ran');
  } catch (error) {
    if (!(error instanceof PrunedRun)) throw error;
    search.end(error.why);
  }
  return undefined;
}
