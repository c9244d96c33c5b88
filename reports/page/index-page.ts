import type { NightRecord } from '../../sim/record/index.ts';
import { plural } from '../finding-text.ts';
import { type Content, html, type Markup } from './markup.ts';
import { page } from './page.ts';
import { signaturesSection } from './signatures-section.ts';
import { table } from './table.ts';
import { trends } from './trends.ts';
import { count, figure, nightName, percent, perSecond, shortName } from './wording.ts';

/**
 * All nights on one page: which were green, and how they went over time. A file by itself, which fetches nothing; it
 * lies beside the folders of the nights.
 *
 * @param nights in any order; at least one
 */
export function indexPage(nights: readonly NightRecord[]): string {
  const oldestFirst = nights.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const latest = oldestFirst.at(-1);
  const red = nights.filter(({ isGreen }) => !isGreen).length;
  return page({
    title: `${latest?.isGreen === false ? 'Red' : 'Green'}: nights · Skein`,
    isGreen: latest?.isGreen ?? true,
    header: html`<p>Skein · ${plural(nights.length, 'night')}, ${red} red</p>`,
    main: html`<div class="verdict">${latest ? latestText(latest) : html`<h1>No night yet</h1>`}</div>
<section id="nights"><h2>Nights</h2>
<ol class="strip" aria-label="All nights, the oldest first">${oldestFirst.map(
      (night) => html`<li>${cell(night)}</li>`,
    )}</ol></section>
<section id="trends"><h2>Trends</h2>${trends(oldestFirst)}</section>
${signaturesSection(oldestFirst)}
<section id="figures"><h2>Figures</h2>${nightsTable(oldestFirst.toReversed())}</section>`,
    footer: html`<p>Each night is a folder beside this file, with its page, its record <code>night.json</code> and its journal.</p>`,
  });
}

function latestText({ id, isGreen, reasons, campaign }: NightRecord): Content {
  const [mark, word, tone] = isGreen ? ['✓', 'Green', 'green'] : ['✗', 'Red', 'red'];
  return html`<h1><span class="${tone}">${mark} ${word}</span> <span class="when"><a href="${addressOf(id)}">${nightName(id)}</a></span></h1>
<p>The latest night: ${plural(campaign.runs, 'run')}, ${plural(campaign.findings.length, 'finding')}.</p>
${reasons.length === 0 ? '' : html`<ul>${reasons.map((reason) => html`<li>${reason}</li>`)}</ul>`}`;
}

function cell({ id, isGreen }: NightRecord): Markup {
  const [mark, word] = isGreen ? ['✓', 'green'] : ['✗', 'red'];
  return html`<a href="${addressOf(id)}"${isGreen ? '' : html` class="broken"`} title="${nightName(id)}" aria-label="${shortName(id)}, ${word}"><b>${mark}</b>${shortName(id)}</a>`;
}

function nightsTable(latestFirst: readonly NightRecord[]): Markup {
  return table({
    caption: 'All nights, the latest first',
    columns: [
      { heading: 'Night' },
      { heading: 'Outcome' },
      { heading: 'Runs', isFigure: true },
      { heading: 'A second', isFigure: true },
      { heading: 'New schedules', isFigure: true },
      { heading: 'Orders', isFigure: true },
      { heading: 'Findings', isFigure: true },
      { heading: 'Canary', isFigure: true },
      { heading: 'Ladder', isFigure: true },
      { heading: 'Lost', isFigure: true },
      { heading: 'Commit' },
    ],
    rows: latestFirst.map((night) => {
      const { campaign, canary, ladder } = night;
      const { orders } = campaign.coverage;
      return [
        html`<a href="${addressOf(night.id)}">${nightName(night.id)}</a>`,
        night.isGreen ? html`<span class="green">✓</span> green` : html`<span class="red">✗ red</span>`,
        count(campaign.runs),
        figure(perSecond(campaign.runs, campaign.elapsedMs)),
        night.newSchedules === null ? '–' : count(night.newSchedules),
        orders.possible > 0 ? percent(orders.seen / orders.possible) : '–',
        count(campaign.findings.length),
        canary.found ? `run ${count(canary.runs)}` : html`<span class="red">✗</span>`,
        `${ladder.filter(({ found }) => found).length} of ${ladder.length}`,
        count(campaign.lost.length),
        night.commit === null ? '' : html`<code>${night.commit.slice(0, 8)}</code>`,
      ];
    }),
  });
}

/** Of a night's page, from the index. */
function addressOf(id: string): string {
  return `${encodeURIComponent(id)}/index.html`;
}
