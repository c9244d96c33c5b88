import type { NightRecord } from '../../sim/record/index.ts';
import { plural } from '../finding-text.ts';
import { html, type Markup } from './markup.ts';
import { table } from './table.ts';
import { count, figure, percent, perSecond } from './wording.ts';

/** How runs were shared out among scenarios, and why; what became of strategies and faults. */
export function runsSection(night: NightRecord): Markup {
  const { campaign } = night;
  const faults = Object.entries(campaign.faultsHappened).sort(([, one], [, other]) => other - one);
  return html`<section id="runs"><h2>Runs</h2>
${sharesTable(night)}
<div class="columns"><div>
<h3>Strategies</h3>
${table({
  caption: 'Runs of each strategy, and those that broke a law',
  columns: [
    { heading: 'Strategy' },
    { heading: 'Runs', isFigure: true },
    { heading: 'Broke a law', isFigure: true },
  ],
  rows: Object.entries(campaign.strategies)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, { runs, failedRuns }]) => [name, count(runs), brokenText(failedRuns)]),
})}
</div><div>
<h3>What went wrong on purpose</h3>
${
  faults.length === 0
    ? html`<p class="quiet">No fault happened.</p>`
    : table({
        caption: 'Faults that happened, in all runs',
        columns: [{ heading: 'Fault' }, { heading: 'Times', isFigure: true }],
        rows: faults.map(([name, times]) => [name, count(times)]),
      })
}
</div></div></section>
`;
}

function sharesTable({ weights, campaign }: NightRecord): Markup {
  const whole = weights.reduce((sum, { weight }) => sum + weight, 0);
  const rows = campaign.byScenario
    .map((each) => {
      const share = weights.find(
        ({ scenario, target }) => scenario === each.scenario && target === each.target,
      );
      return { ...each, share: whole > 0 ? (share?.weight ?? 0) / whole : 0, why: share?.why ?? '' };
    })
    .sort((one, other) => other.share - one.share || (one.scenario < other.scenario ? -1 : 1));
  const slow = campaign.byScenario.length;
  return table({
    caption: `${plural(slow, 'place')} where runs were made, those with the largest share first: every scenario has its floor, and more if what it does was changed or if it found something lately`,
    columns: [
      { heading: 'Scenario' },
      { heading: 'Target' },
      { heading: 'Share', isFigure: true },
      { heading: 'Runs', isFigure: true },
      { heading: 'Broke a law', isFigure: true },
      { heading: 'Steps a run', isFigure: true },
      { heading: 'Runs a second', isFigure: true },
      { heading: 'Why this share' },
    ],
    rows: rows.map(({ scenario, target, share, runs, failedRuns, steps, elapsedMs, why }) => [
      scenario,
      target,
      whole > 0 ? percent(share) : '',
      count(runs),
      brokenText(failedRuns),
      runs > 0 ? count(Math.round(steps / runs)) : '',
      figure(perSecond(runs, elapsedMs)),
      html`<span class="quiet">${why}</span>`,
    ]),
  });
}

function brokenText(runs: number) {
  return runs === 0 ? '0' : html`<span class="red">✗ ${count(runs)}</span>`;
}
