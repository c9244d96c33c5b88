import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { type Content, html, Markup } from './markup.ts';
import { table, type TableContent } from './table.ts';

const WIDTH = 420;
const HEIGHT = 190;
const FONT_SIZE = '13px';
/** Of a row of nights: so many names fit under it. */
const MOST_NAMES = 6;
/** Few nights stay narrow: the row has this many places at least. */
const FEWEST_PLACES = 12;

/** What a chart shows, in words, and as a table for those who want the figures or cannot see it. */
export type ChartText = {
  readonly title: string;
  /** How to read it. */
  readonly note: Content;
  readonly table: TableContent;
};

/** One value of a row of them, in the order of their ids. */
export type Bar = { readonly id: string; readonly value: number; readonly isBroken?: boolean };

/** How values are shown along an axis. */
export type Scale = {
  /** The name of an id under the axis. */
  readonly nameOf: (id: string) => string;
  /** A value at the axis; numbers as they are, by default. */
  readonly valueText?: (value: number) => string;
  /** The top of the axis at least; as high as the values, by default. */
  readonly top?: number;
  /** Where values are written at the axis; at a few round ones, by default. */
  readonly ticks?: readonly number[];
};

/** A bar for each id, one after the other. */
export function barChart(text: ChartText, bars: readonly Bar[], scale: Scale): Markup {
  const colour = ({ isBroken }: Bar): string => (isBroken ? 'var(--bad)' : 'var(--series)');
  return figure(text, {
    x: places(bars, scale),
    y: heights(bars, scale),
    marks: [
      Plot.barY(bars, { x: 'id', y: 'value', fill: colour, insetLeft: 0.5, insetRight: 0.5 }),
      Plot.ruleY([0], { stroke: 'var(--faint)' }),
    ],
  });
}

/** A point for each id, and a line from one to the next. */
export function lineChart(text: ChartText, bars: readonly Bar[], scale: Scale): Markup {
  const colour = ({ isBroken }: Bar): string => (isBroken ? 'var(--bad)' : 'var(--series)');
  return figure(text, {
    x: places(bars, scale),
    y: heights(bars, scale),
    marks: [
      Plot.ruleY([0], { stroke: 'var(--faint)' }),
      Plot.lineY(bars, { x: 'id', y: 'value', stroke: 'var(--series)', strokeWidth: 1.5 }),
      Plot.dot(bars, { x: 'id', y: 'value', fill: colour, r: 3 }),
    ],
  });
}

/** What had been seen after so many runs. */
export type CurveStop = { readonly runs: number; readonly seen: number };

/** How seeing goes on over runs. @param most what there is to see at most, for a run: drawn as a line */
export function curveChart(
  text: ChartText,
  stops: readonly CurveStop[],
  most: (runs: number) => number,
): Markup {
  const last = stops.at(-1)?.runs ?? 0;
  const limit = [0, last].map((runs) => ({ runs, seen: most(runs) }));
  const top = Math.max(1, ...stops.map(({ seen }) => seen), ...limit.map(({ seen }) => seen));
  return figure(text, {
    x: {
      domain: [0, Math.max(1, last)],
      label: 'watched runs →',
      labelOffset: 36,
      ticks: 4,
      tickFormat: short,
    },
    y: { domain: [0, top], label: null, ticks: 4, tickFormat: short },
    marks: [
      Plot.ruleY([0], { stroke: 'var(--faint)' }),
      Plot.line(limit, { x: 'runs', y: 'seen', stroke: 'var(--faint)', strokeWidth: 1.5 }),
      Plot.line(stops, { x: 'runs', y: 'seen', stroke: 'var(--series)', strokeWidth: 2 }),
      Plot.dot(stops, { x: 'runs', y: 'seen', fill: 'var(--series)', r: 2.5 }),
    ],
  });
}

function places(bars: readonly Bar[], { nameOf }: Scale): Plot.ScaleOptions {
  const ids = bars.map(({ id }) => id);
  const empty = Array.from(
    { length: Math.max(0, FEWEST_PLACES - ids.length) },
    (_, index) => `empty ${index}`,
  );
  const every = Math.ceil((ids.length + empty.length) / MOST_NAMES);
  const named = ids.filter((_, index) => (ids.length - 1 - index) % every === 0);
  return {
    type: 'band',
    domain: [...ids, ...empty],
    label: null,
    ticks: named,
    tickFormat: nameOf,
    tickSize: 3,
  };
}

function heights(bars: readonly Bar[], { valueText = short, top = 0, ticks }: Scale): Plot.ScaleOptions {
  const highest = Math.max(top, ...bars.map(({ value }) => value));
  const domain = [0, highest === 0 ? 1 : highest];
  const round = highest <= 4 ? Math.max(1, Math.ceil(highest)) : 4;
  return { domain, label: null, ticks: ticks ?? round, tickFormat: valueText, nice: true };
}

/** `1.2M`, `350k`, `12`, `0.5`. */
function short(value: number): string {
  return value.toLocaleString('en-US', { notation: 'compact', maximumFractionDigits: 1 });
}

function figure({ title, note, table: content }: ChartText, options: Plot.PlotOptions): Markup {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const svg = Plot.plot({
    document,
    width: WIDTH,
    height: HEIGHT,
    marginLeft: 44,
    marginTop: 14,
    marginBottom: options.x?.label ? 38 : 28,
    marginRight: 12,
    style: { fontSize: FONT_SIZE },
    ...options,
  });
  // The picture is one thing, with one name; what the library calls its parts would be read out as well.
  for (const part of svg.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', `${title}: the table below has the figures`);
  // What the library has made is markup, and it has escaped what it was given.
  return html`<figure><figcaption><strong>${title}</strong>${note}</figcaption>
${new Markup(svg.outerHTML)}
<details><summary>${title} as a table</summary>${table(content)}</details></figure>`;
}
