import type { NightRecord } from '../../sim/record/index.ts';
import { type Bar, barChart, lineChart, type Scale } from './chart.ts';
import { html, type Markup } from './markup.ts';
import { count, duration, figure, nightName, percent, perSecond, shortName } from './wording.ts';

/** So many nights are drawn; tables have all. */
const MOST_DRAWN = 90;

/** How one figure of nights went over time. */
type Trend = {
  readonly title: string;
  readonly note: string;
  readonly heading: string;
  /** Undefined where a night has no such figure. */
  readonly valueOf: (night: NightRecord) => number | undefined;
  readonly valueText: (value: number) => string;
  readonly draw: typeof barChart;
  readonly axis?: Partial<Scale>;
  /** Whether the value itself says that something is wrong; by default a night that is red is. */
  readonly isBroken?: (night: NightRecord) => boolean;
};

const TRENDS: readonly Trend[] = [
  {
    title: 'Runs',
    note: 'of each night',
    heading: 'Runs',
    valueOf: ({ campaign }) => campaign.runs,
    valueText: count,
    draw: barChart,
  },
  {
    title: 'Runs a second',
    note: 'over all workers',
    heading: 'Runs a second',
    valueOf: ({ campaign }) => perSecond(campaign.runs, campaign.elapsedMs),
    valueText: figure,
    draw: lineChart,
  },
  {
    title: 'New schedules',
    note: 'that no night before had shown',
    heading: 'New schedules',
    valueOf: ({ newSchedules, campaign }) => newSchedules ?? campaign.coverage.traces.seen,
    valueText: count,
    draw: barChart,
  },
  {
    title: 'Coverage',
    note: 'orders of racing steps that were seen, of both orders of every pair that met',
    heading: 'Orders seen',
    valueOf: ({ campaign: { coverage } }) =>
      coverage.orders.possible > 0 ? coverage.orders.seen / coverage.orders.possible : undefined,
    valueText: percent,
    draw: lineChart,
    axis: { top: 1, ticks: [0, 0.25, 0.5, 0.75, 1], valueText: (share) => `${Math.round(share * 100)} %` },
  },
  {
    title: 'Findings',
    note: 'distinct failures',
    heading: 'Findings',
    valueOf: ({ campaign }) => campaign.findings.length,
    valueText: count,
    draw: barChart,
    isBroken: ({ campaign }) => campaign.findings.length > 0,
  },
  {
    title: 'Canary',
    note: 'time until the planted bug was found; vermilion: it was not',
    heading: 'Until found',
    valueOf: ({ canary }) => canary.elapsedMs,
    valueText: duration,
    draw: barChart,
    axis: { valueText: (ms) => `${(ms / 1_000).toLocaleString('en-US')} s` },
    isBroken: ({ canary }) => !canary.found,
  },
];

/** How nights went, figure by figure. @param nights the oldest first */
export function trends(nights: readonly NightRecord[]): Markup {
  const hidden = nights.length - MOST_DRAWN;
  return html`<p class="quiet">One mark a night, the latest on the right${
    hidden > 0 ? `; the last ${MOST_DRAWN} are drawn` : ''
  }. <span class="key">as it should be</span>, <span class="key broken">of a red night</span>.</p>
<div class="charts">${TRENDS.map((trend) => chartOf(trend, nights))}</div>`;
}

function chartOf(trend: Trend, nights: readonly NightRecord[]): Markup {
  const { title, note, heading, valueOf, valueText, draw, axis, isBroken } = trend;
  const bars = nights.flatMap((night): readonly Bar[] => {
    const value = valueOf(night);
    if (value === undefined) return [];
    return [{ id: night.id, value, isBroken: isBroken ? isBroken(night) : !night.isGreen }];
  });
  const text = {
    title,
    note,
    table: {
      caption: `${title}: ${note}`,
      columns: [{ heading: 'Night' }, { heading, isFigure: true }],
      rows: bars.toReversed().map(({ id, value }) => [nightName(id), valueText(value)]),
    },
  };
  return draw(text, bars.slice(-MOST_DRAWN), { nameOf: shortName, ...axis });
}
