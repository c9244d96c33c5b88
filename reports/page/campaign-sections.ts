import type { CampaignRecord, NightRecord } from '../../sim/record/index.ts';
import { coverageSection } from './coverage-section.ts';
import { findingArticle, type FindingFiles } from './finding-article.ts';
import { keyFigures } from './key-figures.ts';
import { corpusSection, lostSection, slowestSection } from './losses-section.ts';
import { type Content, html, type Markup } from './markup.ts';
import { probesSection } from './probes-section.ts';
import { runsSection } from './runs-section.ts';
import { unreachedSection } from './unreached-section.ts';

const SECTIONS = [
  ['findings', 'What broke'],
  ['coverage', 'Coverage'],
  ['probes', 'Canary and ladder'],
  ['runs', 'Runs'],
  ['unreached', 'Not reached'],
  ['slowest', 'Slowest'],
  ['corpus', 'Kept findings'],
  ['lost', 'Lost runs'],
] as const;

/** What only a night knows of its campaign. */
type OfNight = {
  readonly night?: NightRecord;
  /** Of findings, by their signatures. */
  readonly files?: ReadonlyMap<string, FindingFiles>;
};

/** Leads to each section. @param night whose campaign it is, if any */
export function sectionLinks(night?: NightRecord): Markup {
  const there = SECTIONS.filter(([id]) => night !== undefined || id !== 'probes');
  return html`<nav aria-label="Sections"><ul>${there.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>`;
}

/** All there is to say of a campaign, what broke first. */
export function campaignSections(
  campaign: CampaignRecord,
  verdict: Content,
  { night, files }: OfNight = {},
): Markup {
  const isCalm = campaign.findings.length === 0; // then the curve has the room that findings would have
  const coverage = coverageSection(campaign, night?.newSchedules);
  return html`<div class="first"><div>
<div class="verdict">${verdict}</div>
<section id="findings"><h2>${isCalm ? 'Nothing broke' : 'What broke'}</h2>
${
  isCalm
    ? html`<p>Every law held in every run.</p>`
    : campaign.findings.map((finding) =>
        findingArticle(finding, campaign, night, files?.get(finding.signature)),
      )
}</section>
${isCalm ? coverage : ''}</div>
${keyFigures(campaign, night)}</div>
${isCalm ? '' : coverage}
${night ? probesSection(night) : ''}
${runsSection(campaign, night?.weights)}
${unreachedSection(campaign)}
${slowestSection(campaign)}
${corpusSection(campaign)}
${lostSection(campaign)}`;
}
