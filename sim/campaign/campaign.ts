import type { CampaignPart, FindingRecord, LostRun } from '../record/index.ts';
import { CampaignClock } from './campaign-clock.ts';
import { placesOf, type PlacesPlan } from './places.ts';
import { Player, type RunsPlan } from './player.ts';
import type { RunResult } from './run.ts';
import type { RunSummary } from './run-summary.ts';
import { Tally } from './tally.ts';

/** How far a campaign goes. */
export type CampaignBounds = PlacesPlan & {
  /** Wall-clock milliseconds after which no run is begun any more. */
  readonly budgetMs: number | undefined;
  /** How many runs may break a law before the campaign ends. */
  readonly bail: number | undefined;
};

/** Many runs. */
export type CampaignPlan = RunsPlan & CampaignBounds;

/** Watches a campaign. What it is told comes in the order of the seeds, whoever made the runs. */
export type CampaignListener = {
  onRun?(run: RunSummary, progress: { readonly runs: number; readonly failedRuns: number }): void;
  /** @param run the run to show, with its trace; undefined where another thread made it: the token replays it. */
  onFinding?(finding: FindingRecord, run: RunResult | undefined): void;
  /** A worker did not survive a run. */
  onLost?(run: LostRun): void;
};

/**
 * Makes the runs of a campaign one after the other, in this thread, until there are no more seeds, the time is up, enough
 * was found, or `signal` is aborted; then nothing is lost, and the result says what was found so far.
 *
 * @throws {NondeterminismError} when a run done again is not the same.
 */
export async function campaign(
  plan: CampaignPlan,
  listener: CampaignListener,
  signal: AbortSignal,
): Promise<CampaignPart> {
  const { target, bail = Number.POSITIVE_INFINITY, budgetMs = Number.POSITIVE_INFINITY } = plan;
  const player = new Player(plan);
  const tally = new Tally(plan, target.name);
  const clock = new CampaignClock();

  for (const place of placesOf(plan)) {
    if (signal.aborted || tally.failedRuns >= bail || clock.elapsedMs() >= budgetMs) break;
    const { summary, run } = await player.play(place);
    const found = tally.add(summary);
    if (found) {
      clock.found();
      const confirmed = await player.confirm(run, signal);
      const finding = tally.simplify(found.signature, confirmed.shrunk);
      if (finding) listener.onFinding?.(finding, confirmed.run);
    }
    listener.onRun?.(summary, tally);
  }
  return tally.part(clock.times(signal.aborted));
}
