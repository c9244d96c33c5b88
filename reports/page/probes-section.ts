import type { NightRecord } from '../../sim/record/index.ts';
import { html, type Markup } from './markup.ts';
import { table } from './table.ts';
import { count, duration } from './wording.ts';

/** Whether planted bugs were found, and how soon: what a night is worth that found nothing. */
export function probesSection({ canary, ladder }: NightRecord): Markup {
  const rowOf = (probe: NightRecord['canary'], what: string) => [
    html`<code>${probe.defect}</code>`,
    what,
    probe.law,
    probe.found ? html`<span class="green">✓</span> found` : html`<span class="red">✗ not found</span>`,
    count(probe.runs),
    duration(probe.elapsedMs),
  ];
  return html`<section id="probes"><h2>Canary and ladder</h2>
<p>Bugs are planted on purpose, to see them found. The canary must be, or the night proves nothing; the rungs of the ladder are a real bug and its real fixes, each still wrong.</p>
${table({
  caption: 'Planted bugs, and the runs until each was found',
  columns: [
    { heading: 'Planted' },
    { heading: 'As' },
    { heading: 'Breaks' },
    { heading: 'Outcome' },
    { heading: 'Runs', isFigure: true },
    { heading: 'Time', isFigure: true },
  ],
  rows: [rowOf(canary, 'canary'), ...ladder.map((probe, index) => rowOf(probe, `rung ${index + 1}`))],
})}</section>
`;
}
