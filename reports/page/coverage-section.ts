import type { CampaignRecord } from '../../sim/record/index.ts';
import { plural } from '../finding-text.ts';
import { curveChart } from './chart.ts';
import { type Content, html, type Markup } from './markup.ts';
import type { TableContent } from './table.ts';
import { count, figure, percent } from './wording.ts';

/**
 * What of all there is to see was seen, how that grew, and what is still unseen.
 *
 * @param newSchedules those that no night before has shown, where there were nights before
 */
export function coverageSection(
  { coverage, crossings, runs }: CampaignRecord,
  newSchedules: number | null = null,
): Markup {
  const { traces, orders, curve, oneIn, exact } = coverage;
  const about = exact ? '' : 'about ';
  const watched =
    oneIn === 1
      ? 'All of them were watched'
      : `One seed in ${oneIn} was watched, ${plural(coverage.runs, 'run')} of ${count(runs)}`;
  return html`<section id="coverage"><h2>Coverage</h2>
<p>${watched}. They showed ${about}${count(traces.seen)} schedules that differ in more than the order of steps that commute${newText(newSchedules)}. ${unseenText(traces.nextIsNew)} ${ordersText(orders)} Together with a fault, ${count(crossings.seen)} of ${count(crossings.possible)} pairs of a lifecycle step and a fault were seen.</p>
<div class="charts">
${curveChart(
  {
    title: 'Schedules',
    note: html`<span class="key">seen</span>, <span class="key most">if each run showed a new one</span>`,
    table: curveTable(
      'Schedules seen',
      curve.map((point) => [point.runs, point.traces]),
    ),
  },
  curve.map((point) => ({ runs: point.runs, seen: point.traces })),
  (after) => after,
)}
${curveChart(
  {
    title: 'Orders of steps that race',
    note: html`<span class="key">seen</span>, <span class="key most">both orders of every pair that has met: ${count(orders.possible)}</span>`,
    table: curveTable(
      'Orders of racing steps seen',
      curve.map((point) => [point.runs, point.orders]),
    ),
  },
  curve.map((point) => ({ runs: point.runs, seen: point.orders })),
  () => orders.possible,
)}
</div></section>
`;
}

function newText(newSchedules: number | null): string {
  return newSchedules === null ? '' : `, ${count(newSchedules)} of which no night before has shown`;
}

/** Good, "The population frequencies of species", Biometrika 40, 1953: the share of what was seen once. */
function unseenText(nextIsNew: number | null): Content {
  if (nextIsNew === null) return '';
  return `The share of runs that were alone in what they showed is ${percent(nextIsNew)}: so likely is the next run to show a schedule that has not been seen (Good–Turing).`;
}

function ordersText({ seen, possible, newInNext }: CampaignRecord['coverage']['orders']): Content {
  const expected =
    newInNext === null ? '' : `; the next run can be expected to show ${figure(newInNext)} new ones`;
  return `Of steps that raced, ${count(seen)} of ${count(possible)} orders were seen${expected}.`;
}

function curveTable(what: string, rows: readonly (readonly [number, number])[]): TableContent {
  return {
    caption: `${what} after so many watched runs`,
    columns: [
      { heading: 'Runs', isFigure: true },
      { heading: what, isFigure: true },
    ],
    rows: rows.map(([runs, seen]) => [count(runs), count(seen)]),
  };
}
