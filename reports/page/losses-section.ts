import type { CampaignRecord } from '../../sim/record/index.ts';
import { html, type Markup } from './markup.ts';
import { table } from './table.ts';
import { count, duration } from './wording.ts';

/** The runs that took longest. */
export function slowestSection({ slowest }: CampaignRecord): Markup {
  return html`<section id="slowest"><h2>Slowest runs</h2>
${
  slowest.length === 0
    ? html`<p class="quiet">No run was timed.</p>`
    : table({
        caption: 'Runs that took longest',
        columns: [
          { heading: 'Seed' },
          { heading: 'Scenario' },
          { heading: 'Target' },
          { heading: 'Steps', isFigure: true },
          { heading: 'Time', isFigure: true },
        ],
        rows: slowest.map(({ seed, scenario, target, steps, elapsedMs }) => [
          html`<code>${seed}</code>`,
          scenario,
          target,
          count(steps),
          duration(elapsedMs),
        ]),
      })
}</section>
`;
}

/** Runs that their workers did not survive. */
export function lostSection({ lost }: CampaignRecord): Markup {
  return html`<section id="lost"><h2>Lost runs</h2>
${
  lost.length === 0
    ? html`<p class="quiet">None: every run that was begun was ended.</p>`
    : table({
        caption: 'Runs that their workers did not survive',
        columns: [
          { heading: 'Seed' },
          { heading: 'Scenario' },
          { heading: 'Target' },
          { heading: 'Its worker' },
          { heading: 'Message' },
        ],
        rows: lost.map(({ seed, scenario, target, why, message }) => [
          html`<code>${seed}</code>`,
          scenario,
          target,
          why,
          message,
        ]),
      })
}</section>
`;
}

/** What findings that are kept came to, which are run before all others. */
export function corpusSection({ corpus }: CampaignRecord): Markup {
  return html`<section id="corpus"><h2>Kept findings</h2>
${
  corpus.length === 0
    ? html`<p class="quiet">None are kept.</p>`
    : table({
        caption: 'Findings that are kept, run before all others',
        columns: [{ heading: 'Finding' }, { heading: 'Outcome' }, { heading: 'File' }],
        rows: corpus.map(({ label, outcome, why, file }) => [
          label,
          outcome === 'as it should'
            ? html`<span class="green">✓</span> as it should`
            : html`<span class="red">✗ ${outcome}</span>${why === null ? '' : `: ${why}`}`,
          html`<code>${file}</code>`,
        ]),
      })
}</section>
`;
}
