import type { NightRecord } from '../../sim/record/index.ts';
import { plural } from '../finding-text.ts';
import { campaignSections, sectionLinks } from './campaign-sections.ts';
import type { FindingFiles } from './finding-article.ts';
import { type Content, html } from './markup.ts';
import { originText, plantedText } from './origin-text.ts';
import { page } from './page.ts';
import { nightName } from './wording.ts';

/**
 * One night as a page: what broke, and what the night is worth. A file by itself, which fetches nothing; it lies in a
 * folder of the night's id, beside `night.json`, with the index of all nights one folder up.
 *
 * @param files of findings, by their signatures; as addresses from the page
 */
export function nightPage(night: NightRecord, files: ReadonlyMap<string, FindingFiles> = new Map()): string {
  const { campaign, isGreen } = night;
  return page({
    title: `${isGreen ? 'Green' : 'Red'}: ${nightName(night.id)} · Skein`,
    isGreen,
    header: html`<p><a href="../index.html">All nights</a> ${commitText(night)}${plantedText(campaign)}</p>
${sectionLinks(night)}`,
    main: campaignSections(campaign, verdict(night), { night, files }),
    footer: html`<p>${originText(campaign)} As data: <a href="night.json">night.json</a>, <a href="journal.jsonl">journal.jsonl</a>.</p>`,
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

function commitText({ commit }: NightRecord): Content {
  return commit === null ? '' : html` · commit <code>${commit.slice(0, 12)}</code>`;
}
