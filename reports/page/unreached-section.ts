import type { CampaignRecord } from '../../sim/record/index.ts';
import { plural } from '../finding-text.ts';
import { type Content, html, type Markup } from './markup.ts';
import { count } from './wording.ts';

type Claim = CampaignRecord['claims'][number];

/** What a campaign did not come by: steps of lifecycles, and what scenarios say they are about. */
export function unreachedSection({ reached, unreached, claims }: CampaignRecord): Markup {
  const missed = claims.filter((claim) => claim.missed);
  const open = claims.filter((claim) => !claim.reached && !claim.missed);
  const steps = reached.length + unreached.length;
  return html`<section id="unreached"><h2>Not reached</h2>
<div class="columns"><div>
<h3>Steps of lifecycles</h3>
${
  unreached.length === 0
    ? html`<p>All ${count(steps)} were taken in some run.</p>`
    : html`<p>${plural(unreached.length, 'step')} of ${count(steps)} in no run:</p><ul class="lines">${unreached.map((name) => html`<li>${name}</li>`)}</ul>`
}
</div><div>
<h3>Claims of scenarios</h3>
${claimList(
  missed,
  html`<p class="red">✗ ${plural(missed.length, 'claim')} missed: enough runs were made, and none reached it.</p>`,
)}
${claimList(open, html`<p>${plural(open.length, 'claim')} not reached yet: too few runs to say.</p>`)}
${missed.length + open.length === 0 ? html`<p>All ${count(claims.length)} were reached.</p>` : ''}
</div></div></section>
`;
}

function claimList(claims: readonly Claim[], heading: Content): Content {
  if (claims.length === 0) return '';
  return html`${heading}<ul class="lines">${claims.map(
    ({ scenario, what, runs }) =>
      html`<li>${scenario}: ${what} <span class="quiet">(${plural(runs, 'run')})</span></li>`,
  )}</ul>`;
}
