import { type CampaignRecord, nameAmong } from '../../sim/record/index.ts';
import { otherFailures } from '../campaign/index.ts';
import { plural } from '../finding-text.ts';
import { campaignSections, sectionLinks } from './campaign-sections.ts';
import { type Content, html } from './markup.ts';
import { originText, plantedText } from './origin-text.ts';
import { page } from './page.ts';
import { timeName } from './wording.ts';

/** So many reasons are told at the top; sections have all. */
const MOST_REASONS = 20;

/** One campaign as a page: what broke, and what it is worth. A file by itself, which fetches nothing and needs no other. */
export function campaignPage(campaign: CampaignRecord): string {
  const when = timeName(new Date(campaign.startedAt));
  const outcome = outcomeOf(campaign);
  const isGreen = outcome === 'Held';
  return page({
    title: `${outcome}: ${when} · Skein`,
    isGreen,
    header: html`<p>Skein · a campaign${plantedText(campaign)}</p>
${sectionLinks()}`,
    main: campaignSections(
      campaign,
      html`<h1><span class="${isGreen ? 'green' : 'red'}">${isGreen ? '✓' : '✗'} ${outcome}</span> <span class="when">${when}</span></h1>
${verdict(campaign)}`,
    ),
    footer: html`<p>${originText(campaign)}</p>`,
  });
}

/** In a word, what the exit code says; that a law broke outweighs that not all of the campaign is there. */
function outcomeOf(campaign: CampaignRecord): string {
  const { failedRuns, corpus, interrupted, claims, lost, missingShards } = campaign;
  if (failedRuns > 0 || corpus.some(({ outcome }) => outcome === 'broken')) return 'Broken';
  if (interrupted) return 'Interrupted';
  if (claims.some(({ missed }) => missed)) return 'Claims missed';
  return lost.length + missingShards.length > 0 ? 'Incomplete' : 'Held';
}

function verdict(campaign: CampaignRecord): Content {
  const { runs, scenarios, targets, failedRuns, findings, interrupted } = campaign;
  const where = `${plural(runs, 'run')} of ${plural(scenarios.length, 'scenario')} on ${targets.join(' and ')}`;
  const held = failedRuns === 0 ? `Every law held in ${where}.` : `${where}.`;
  const stopped = interrupted ? ' It was interrupted, and says what was seen until then.' : '';
  const reasons = [
    ...findings.map((finding) => `${nameAmong(findings, finding)} broke in ${plural(finding.count, 'run')}`),
    ...otherFailures(campaign).map(({ group, name, message }) => `${group}: ${name}: ${message}`),
  ];
  const more = reasons.length - MOST_REASONS;
  const told = more > 0 ? [...reasons.slice(0, MOST_REASONS), `and ${more} more`] : reasons;
  return html`<p>${held}${stopped}</p>
${told.length === 0 ? '' : html`<ul>${told.map((reason) => html`<li>${reason}</li>`)}</ul>`}`;
}
