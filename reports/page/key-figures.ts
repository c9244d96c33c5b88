import { plural } from '../finding-text.ts';
import type { CampaignRecord, NightRecord } from '../../sim/record/index.ts';
import { type Content, html, type Markup } from './markup.ts';
import { count, duration, figure, percent, perSecond } from './wording.ts';

/** A figure: what it is of, where more about it stands, its value, and what else has to be said of it. */
type Figure = readonly [name: string, section: string, value: Content, more?: Content];

/** The figures that are looked at first; each leads to its section. @param night whose campaign it is, if any */
export function keyFigures(campaign: CampaignRecord, night?: NightRecord): Markup {
  const entries = figuresOf(campaign, night).map(
    ([
      name,
      section,
      value,
      more,
    ]) => html`<div><dt><a href="#${section}">${name}</a></dt><dd><b>${value}</b>${
      more === undefined ? '' : html` <small>${more}</small>`
    }</dd></div>
`,
  );
  return html`<section class="figures" aria-label="Key figures"><dl>
${entries}</dl></section>`;
}

function figuresOf(campaign: CampaignRecord, night?: NightRecord): readonly Figure[] {
  const { runs, elapsedMs, workers, coverage, claims, corpus, lost, failedRuns, findings } = campaign;
  const { traces, orders } = coverage;
  const well = corpus.filter(({ outcome }) => outcome === 'as it should').length;
  const missed = claims.filter((claim) => claim.missed).length;
  const open = claims.filter((claim) => !claim.reached && !claim.missed).length;
  const steps = campaign.reached.length + campaign.unreached.length;
  return [
    [
      'Runs',
      'runs',
      count(runs),
      `${figure(perSecond(runs, elapsedMs))} a second, ${plural(workers, 'worker')}, ${duration(elapsedMs)}`,
    ],
    [
      'Broke a law',
      'findings',
      broken(failedRuns),
      failedRuns > 0
        ? `${plural(findings.length, 'finding')}, the first after ${duration(campaign.firstFindingMs ?? 0)}`
        : undefined,
    ],
    night ? newSchedules(night) : ['Schedules', 'coverage', count(traces.seen)],
    [
      'Unseen',
      'coverage',
      traces.nextIsNew === null ? 'not known' : percent(traces.nextIsNew),
      'of runs to come would show a new schedule (Good–Turing)',
    ],
    [
      'Racing orders',
      'coverage',
      html`${count(orders.seen)} of ${count(orders.possible)}`,
      orders.newInNext === null
        ? undefined
        : `${figure(orders.newInNext)} new ones to expect in the next run`,
    ],
    ['Lifecycle steps', 'unreached', html`${count(campaign.reached.length)} of ${count(steps)}`, undefined],
    [
      'Claims',
      'unreached',
      missed === 0 ? 'none missed' : html`<span class="red">✗ ${count(missed)} missed</span>`,
      open === 0 ? undefined : `${count(open)} not reached yet`,
    ],
    ...(night ? probeFigures(night) : []),
    [
      'Kept findings',
      'corpus',
      well === corpus.length
        ? html`${well} of ${corpus.length}`
        : html`<span class="red">✗ ${well} of ${corpus.length}</span>`,
      'as they should be',
    ],
    [
      'Lost runs',
      'lost',
      lost.length === 0 ? '0' : html`<span class="red">✗ ${count(lost.length)}</span>`,
      undefined,
    ],
  ];
}

function broken(runs: number): Content {
  return runs === 0 ? '0' : html`<span class="red">✗ ${plural(runs, 'run')}</span>`;
}

function newSchedules({ newSchedules: amount, campaign }: NightRecord): Figure {
  const seen = count(campaign.coverage.traces.seen);
  return amount === null
    ? ['New schedules', 'coverage', seen, 'the first night on record']
    : ['New schedules', 'coverage', count(amount), `that no night before has shown, of ${seen}`];
}

function probeFigures({ canary, ladder }: NightRecord): readonly Figure[] {
  const found = ladder.filter((probe) => probe.found).length;
  const hardest = Math.max(0, ...ladder.map((probe) => probe.runs));
  return [
    [
      'Canary',
      'probes',
      canary.found ? `found in run ${count(canary.runs)}` : html`<span class="red">✗ not found</span>`,
      canary.found ? duration(canary.elapsedMs) : `in ${plural(canary.runs, 'run')}`,
    ],
    [
      'Ladder',
      'probes',
      found === ladder.length
        ? ladder.length === 0
          ? 'not climbed'
          : html`${found} of ${ladder.length}`
        : html`<span class="red">✗ ${found} of ${ladder.length}</span>`,
      ladder.length === 0 ? undefined : `the hardest in ${plural(hardest, 'run')}`,
    ],
  ];
}
