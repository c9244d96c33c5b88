import type { CampaignRecord, FindingRecord, NightRecord } from '../../sim/record/index.ts';
import { plural } from '../finding-text.ts';
import { commandBox } from './command-box.ts';
import { type Content, html, type Markup } from './markup.ts';
import { count, duration, nightName, ordinal, percent } from './wording.ts';

/** Files beside a night's page that are about a finding. */
export type FindingFiles = {
  /** The finding by itself, as `skein keep` takes it. */
  readonly record?: string | undefined;
  /** Its run, step by step, as a page. */
  readonly trace?: string | undefined;
};

/**
 * A finding: what broke, since when, how often, and the command that does it again.
 *
 * @param night whose campaign it is, if any: it knows since when
 */
export function findingArticle(
  finding: FindingRecord,
  campaign: CampaignRecord,
  night?: NightRecord,
  files: FindingFiles = {},
): Markup {
  const { law, witness, shrunk, command } = finding;
  const facts: readonly (readonly [string, Content])[] = [
    ...(night ? [['Since', sinceText(finding, night)] as const] : []),
    ['How often', oftenText(finding, campaign.runs)],
    ['Where', whereText(finding)],
    ['Shortest seed', shortestText(finding)],
    ...(shrunk ? [['Made simpler', shrunkText(shrunk)] as const] : []),
    ...finding.divergences.map((divergence) => ['But', divergence] as const),
  ];
  return html`<article class="finding">
<h3>${law}${night && isNew(finding, night) ? html`<span class="badge">new tonight</span>` : ''}</h3>
<p class="witness">${shrunk?.witness ?? witness}</p>
<dl class="facts">${facts.map(([name, text]) => html`<dt>${name}</dt><dd>${text}</dd>`)}</dl>
${commandBox(shrunk?.command ?? command, `replays ${law}`)}
${linksText(files)}
<details><summary>The law, ${shrunk ? 'the order of steps, ' : ''}other seeds, the run as it was found</summary>
<p>${finding.statement}</p>
${shrunk ? orderText(shrunk) : ''}
<p>Seeds that showed it, the shortest run first: ${finding.seeds.map(
    ({ seed, steps }, index) =>
      html`${index === 0 ? '' : ', '}<code>${seed}</code> (${plural(steps, 'step')})`,
  )}.</p>
<p>As it was found, in ${amount(finding.figures)}${shrunk ? html`: ${witness}` : '.'}</p>
${shrunk ? commandBox(command, `replays ${law} as it was found`) : ''}
<p class="quiet">Signature <code>${finding.signature}</code>, hash <code>${finding.hash}</code>${
    shrunk ? html`, shrunk <code>${shrunk.hash}</code>` : ''
  }.</p>
</details>
</article>
`;
}

function isNew({ signature }: FindingRecord, { id, history }: NightRecord): boolean {
  return history.some((each) => each.signature === signature && each.since === id);
}

function sinceText({ signature }: FindingRecord, { id, history }: NightRecord): Content {
  const known = history.find((each) => each.signature === signature);
  if (!known) return 'no other night is on record';
  if (known.since === id) return 'tonight, for the first time';
  return html`<a href="../${encodeURIComponent(known.since)}/index.html">${nightName(known.since)}</a>; this is the ${ordinal(known.nights)} night with it`;
}

function oftenText({ count: runs, strategies }: FindingRecord, all: number): Content {
  const share = all > 0 ? ` (${percent(runs / all)})` : '';
  const by = Object.entries(strategies).sort(([, one], [, other]) => other - one);
  const finders = by.map(([name, times]) => `${name} ${count(times)}`).join(', ');
  return `in ${count(runs)} of ${plural(all, 'run')}${share}${finders === '' ? '' : `; by ${finders}`}`;
}

function whereText({ scenario, target, size, shrunk }: FindingRecord): Content {
  const { tasks, workers, servers } = shrunk?.size ?? size;
  return `${scenario} on ${target}: ${plural(tasks, 'task')}, ${plural(workers, 'worker')}, ${plural(servers, 'server')}`;
}

function shortestText({ seeds, seed, figures }: FindingRecord): Content {
  const [shortest = { seed, steps: figures.steps }] = seeds;
  return html`<code>${shortest.seed}</code>, ${plural(shortest.steps, 'step')}`;
}

function shrunkText({ from, to, runs, elapsedMs, minimal }: NonNullable<FindingRecord['shrunk']>): Content {
  const left = minimal ? '' : '; the time was up before nothing could be cut any more';
  return `from ${amount(from)} to ${amount(to)} (${plural(runs, 'run')}, ${duration(elapsedMs)}${left})`;
}

/** So many of the orders that make a schedule are told, and so much of each step. */
const MOST_ORDERS = 8;
const LONGEST_STEP = 80;

function orderText({ deviations }: NonNullable<FindingRecord['shrunk']>): Content {
  if (deviations.length === 0) return '';
  const told = deviations
    .slice(0, MOST_ORDERS)
    .map(({ take, before }) => html`<li>${cut(take)} <span class="quiet">before</span> ${cut(before)}</li>`);
  const more = deviations.length - told.length;
  return html`<p>All that sets its schedule apart from the default:</p>
<ul class="lines">${told}${more > 0 ? html`<li class="quiet">and ${more} more, which the run shows step by step</li>` : ''}</ul>`;
}

function cut(step: string): string {
  return step.length <= LONGEST_STEP ? step : `${step.slice(0, LONGEST_STEP - 1)}…`;
}

function linksText({ record, trace }: FindingFiles): Content {
  if (record === undefined && trace === undefined) return '';
  const links = [
    ...(trace === undefined ? [] : [html`<a href="${trace}">Step by step</a>`]),
    ...(record === undefined
      ? []
      : [html`<a href="${record}">The finding as data</a>, which <code>skein keep</code> takes`]),
  ];
  return html`<p class="quiet">${links.map((link, index) => [index === 0 ? '' : ' · ', link])}</p>`;
}

function amount({ steps, preemptions, faults }: FindingRecord['figures']): string {
  return `${plural(steps, 'step')}, ${plural(preemptions, 'preemption')}, ${plural(faults, 'fault')}`;
}
