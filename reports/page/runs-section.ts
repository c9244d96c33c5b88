import type { CampaignRecord, NightRecord } from '../../sim/record/index.ts';
import { plural } from '../finding-text.ts';
import { html, type Markup } from './markup.ts';
import { table } from './table.ts';
import { count, figure, percent, perSecond } from './wording.ts';

type Weights = NightRecord['weights'];

/**
 * What became of scenarios, strategies and faults.
 *
 * @param weights how runs were shared out among scenarios, and why, if they were
 */
export function runsSection(campaign: CampaignRecord, weights: Weights = []): Markup {
  const faults = Object.entries(campaign.faultsHappened).sort(([, one], [, other]) => other - one);
  return html`<section id="runs"><h2>Runs</h2>
${scenariosTable(campaign, weights)}
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

function scenariosTable(campaign: CampaignRecord, weights: Weights): Markup {
  const whole = weights.reduce((sum, { weight }) => sum + weight, 0);
  const rows = campaign.byScenario
    .map((each) => {
      const share = weights.find(
        ({ scenario, target }) => scenario === each.scenario && target === each.target,
      );
      return { ...each, share: whole > 0 ? (share?.weight ?? 0) / whole : 0, why: share?.why ?? '' };
    })
    .sort((one, other) => other.share - one.share || (one.scenario < other.scenario ? -1 : 1));
  const places = `${plural(rows.length, 'place')} where runs were made`;
  const isShared = whole > 0;
  return table({
    caption: isShared
      ? `${places}, those with the largest share first: every scenario has its floor, and more if what it does was changed or if it found something lately`
      : places,
    columns: [
      { heading: 'Scenario' },
      { heading: 'Target' },
      ...(isShared ? [{ heading: 'Share', isFigure: true }] : []),
      { heading: 'Runs', isFigure: true },
      { heading: 'Broke a law', isFigure: true },
      { heading: 'Steps a run', isFigure: true },
      { heading: 'Runs a second', isFigure: true },
      ...(isShared ? [{ heading: 'Why this share' }] : []),
    ],
    rows: rows.map(({ scenario, target, share, runs, failedRuns, steps, elapsedMs, why }) => [
      scenario,
      target,
      ...(isShared ? [percent(share)] : []),
      count(runs),
      brokenText(failedRuns),
      runs > 0 ? count(Math.round(steps / runs)) : '',
      figure(perSecond(runs, elapsedMs)),
      ...(isShared ? [html`<span class="quiet">${why}</span>`] : []),
    ]),
  });
}

function brokenText(runs: number) {
  return runs === 0 ? '0' : html`<span class="red">✗ ${count(runs)}</span>`;
}
