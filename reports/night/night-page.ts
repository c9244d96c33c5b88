import type { NightRecord } from '../../sim/record/index.ts';
import { plural } from '../finding-text.ts';
import { coverageSection } from './coverage-section.ts';
import { findingArticle, type FindingFiles } from './finding-article.ts';
import { keyFigures } from './key-figures.ts';
import { corpusSection, lostSection, slowestSection } from './losses-section.ts';
import { type Content, html } from './markup.ts';
import { page } from './page.ts';
import { probesSection } from './probes-section.ts';
import { runsSection } from './runs-section.ts';
import { unreachedSection } from './unreached-section.ts';
import { count, nightName } from './wording.ts';

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

/**
 * One night as a page: what broke, and what the night is worth. A file by itself, which fetches nothing; it lies in a
 * folder of the night's id, beside `night.json`, with the index of all nights one folder up.
 *
 * @param files of findings, by their signatures; as addresses from the page
 */
export function nightPage(night: NightRecord, files: ReadonlyMap<string, FindingFiles> = new Map()): string {
  const { campaign, isGreen } = night;
  const isCalm = campaign.findings.length === 0; // then the curve has the room that findings would have
  return page({
    title: `${isGreen ? 'Green' : 'Red'}: ${nightName(night.id)} · Skein`,
    isGreen,
    header: html`<p><a href="../index.html">All nights</a> ${commitText(night)}</p>
<nav aria-label="Sections"><ul>${SECTIONS.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>`,
    main: html`<div class="first"><div>
<div class="verdict">${verdict(night)}</div>
<section id="findings"><h2>${isCalm ? 'Nothing broke' : 'What broke'}</h2>
${
  isCalm
    ? html`<p>Every law held in every run.</p>`
    : campaign.findings.map((finding) => findingArticle(finding, night, files.get(finding.signature)))
}</section>
${isCalm ? coverageSection(night) : ''}</div>
${keyFigures(night)}</div>
${isCalm ? '' : coverageSection(night)}
${probesSection(night)}
${runsSection(night)}
${unreachedSection(night)}
${slowestSection(night)}
${corpusSection(night)}
${lostSection(night)}`,
    footer: footer(night),
  });
}

function verdict({ id, isGreen, reasons, campaign }: NightRecord): Content {
  const stopped = campaign.interrupted ? ' It was interrupted, and says what was seen until then.' : '';
  const [mark, word, tone] = isGreen ? ['✓', 'Green', 'green'] : ['✗', 'Red', 'red'];
  const runs = `${plural(campaign.runs, 'run')} of ${plural(campaign.scenarios.length, 'scenario')} on ${campaign.targets.join(' and ')}`;
  return html`<h1><span class="${tone}">${mark} ${word}</span> <span class="when">${nightName(id)}</span></h1>
<p>${isGreen ? `Nothing was found in ${runs}, and what was planted was.` : `${runs}.`}${stopped}</p>
${reasons.length === 0 ? '' : html`<ul>${reasons.map((reason) => html`<li>${reason}</li>`)}</ul>`}`;
}

function commitText({ commit, campaign }: NightRecord): Content {
  const planted =
    campaign.defect === null
      ? ''
      : html` · <span class="red">defect <code>${campaign.defect}</code> planted</span>`;
  return html`${commit === null ? '' : html` · commit <code>${commit.slice(0, 12)}</code>`}${planted}`;
}

function footer({ campaign }: NightRecord): Content {
  const { build, strategy, faults, seeds, hash, checkedTwice, divergentRuns, startedAt } = campaign;
  const shard = campaign.shard === null ? '' : `, shard ${campaign.shard.index} of ${campaign.shard.of}`;
  const divergent =
    divergentRuns === 0
      ? ''
      : ` In ${plural(divergentRuns, 'run')} the database may not have done as PostgreSQL.`;
  return html`<p>Begun ${startedAt}, build <code>${build}</code>, <code>${seeds}</code>${shard}, strategy ${strategy}, faults ${faults}. ${count(checkedTwice)} runs were done twice and were the same.${divergent} Hash of all runs <code>${hash}</code>. As data: <a href="night.json">night.json</a>, <a href="journal.jsonl">journal.jsonl</a>.</p>`;
}
