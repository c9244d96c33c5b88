import type { FindingRecord, NightRecord } from '../../sim/record/index.ts';
import { html, type Markup } from './markup.ts';
import { table } from './table.ts';
import { count, nightName } from './wording.ts';

/** A finding over nights, as the latest of them tells it. */
type Kind = { finding: FindingRecord; first: string; last: string; nights: number; runs: number };

/** All findings on record: since when, until when, in how many nights. @param nights the oldest first */
export function signaturesSection(nights: readonly NightRecord[]): Markup {
  const kinds = new Map<string, Kind>();
  for (const { id, campaign } of nights) {
    for (const finding of campaign.findings) {
      const known = kinds.get(finding.signature);
      kinds.set(finding.signature, {
        finding,
        first: known?.first ?? id,
        last: id,
        nights: (known?.nights ?? 0) + 1,
        runs: (known?.runs ?? 0) + finding.count,
      });
    }
  }
  const latest = nights.at(-1)?.id;
  const rows = [...kinds.values()].sort((one, other) =>
    one.last > other.last ? -1 : Number(one.last < other.last),
  );
  return html`<section id="findings"><h2>Findings</h2>
${
  rows.length === 0
    ? html`<p class="quiet">None in any night.</p>`
    : table({
        caption: 'Distinct failures of all nights, the latest first',
        columns: [
          { heading: 'Law' },
          { heading: 'What breaks it' },
          { heading: 'First seen' },
          { heading: 'Last seen' },
          { heading: 'Nights', isFigure: true },
          { heading: 'Runs', isFigure: true },
        ],
        rows: rows.map(({ finding, first, last, nights: times, runs }) => [
          finding.law,
          finding.shrunk?.witness ?? finding.witness,
          nightLink(first),
          last === latest ? html`<span class="red">✗ in the latest night</span>` : nightLink(last),
          count(times),
          count(runs),
        ]),
      })
}</section>
`;
}

function nightLink(id: string): Markup {
  return html`<a href="${encodeURIComponent(id)}/index.html">${nightName(id)}</a>`;
}
