import { compareRuns } from './compare-runs.ts';
import { describeRun, type ShownRun } from './describe-run.ts';
import type { PageRun } from './page-data.ts';
import { tracePage } from './trace-page.ts';

/**
 * A page that shows a run step by step: one file, to be opened from anywhere. With several runs, such as what a finding
 * was shrunk to and the run as it was found, it shows the first one and has the others to choose from.
 */
export function findingPage(title: string, runs: readonly [ShownRun, ...ShownRun[]]): string {
  return tracePage({ title, runs: runs.map(describeRun), comparison: null });
}

/** A page that shows two runs side by side, and where they differ first. @returns the page, and the difference in words */
export function comparisonPage(
  title: string,
  left: ShownRun,
  right: ShownRun,
): { readonly html: string; readonly difference: string } {
  const one = describeRun(left);
  const other = withStoryOf(one, describeRun(right));
  const comparison = compareRuns(one, other);
  const html = tracePage({ title, runs: [one, other], comparison });
  return { html, difference: [comparison.title, comparison.sentence].filter(Boolean).join(' ') };
}

/** The same actors have the same colours on both sides, also where a run broke nothing and has no story of its own. */
function withStoryOf(one: PageRun, other: PageRun): PageRun {
  const names = one.story?.actors.map((actor) => one.actors[actor]?.name) ?? [];
  const actors = names.map((name) => other.actors.findIndex((actor) => actor.name === name));
  return one.story ? { ...other, story: { ...one.story, actors } } : other;
}
