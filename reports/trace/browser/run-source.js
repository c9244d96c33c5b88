import { detailOf } from './detail-view.js';
import { element } from './element.js';
import { rowsOf, textOf } from './filter.js';
import { columnGap, columnHeight, columnRow } from './column-row.js';
import { groupClass, laneClass, Lanes } from './lanes.js';
import { actorOf, gapRow, lineRow, spoken } from './row-view.js';
import { TablesAt } from './tables-at.js';

/**
 * @import { PageRun } from '../page-data.ts'
 * @import { Filter, Row } from './filter.js'
 * @import { GoTo } from './values-view.js'
 */

/** A column of the story is no narrower. */
const NARROWEST_COLUMN = 190;
/** Room for a step's number and its signs. */
const GUTTER = 84;
const NARROW_PAGE = 640;

/** The rows of one run: what a filter leaves of it, in columns or in lines. */
export class RunSource {
  /** @type {PageRun} */
  run;
  /** @type {readonly Row[]} */
  #rows = [];
  /** @type {Map<number, number>} */
  #indexes = new Map();
  /** @type {Lanes} */
  #lanes;
  /** @type {TablesAt} */
  #tables;
  /** Actors that have columns; none where steps are lines. @type {readonly number[]} */
  #columns = [];
  #width = 0;

  /** @param {PageRun} run */
  constructor(run) {
    this.run = run;
    this.#lanes = new Lanes(run);
    this.#tables = new TablesAt(run);
  }

  /**
   * Chooses what is shown, and how.
   *
   * @param {Filter} filter
   * @param {number} width that there is for it
   */
  show(filter, width) {
    const { run } = this;
    this.#width = width;
    this.#rows = rowsOf(run, filter);
    this.#indexes = new Map(this.#rows.flatMap((row, index) => ('step' in row ? [[row.step, index]] : [])));
    const columns = filter.extent === 'story' ? (run.story?.actors ?? []) : [];
    this.#columns =
      columns.length > 0 && (width - GUTTER) / columns.length >= NARROWEST_COLUMN ? columns : [];
    const groups = new Set(
      this.#rows.flatMap((row) => {
        const step = 'step' in row ? run.steps[row.step - 1] : undefined;
        if (!step || step.kind === 'time') return [];
        return [
          actorOf(run, step.actor).group,
          ...(step.other === undefined ? [] : [actorOf(run, step.other).group]),
        ];
      }),
    );
    this.#lanes.arrange(groups);
  }

  /** Heights of the rows, in pixels. */
  get heights() {
    return this.#rows.map((row) => this.#heightOf(row));
  }

  /** @param {number} index */
  make(index) {
    const row = this.#rows[index];
    if (!row) throw new RangeError(`there is no row ${index}`);
    const { run } = this;
    const height = this.#heightOf(row);
    if (this.#columns.length > 0) {
      return 'from' in row
        ? columnGap(run, row.from, row.to, this.#columns)
        : columnRow(run, row.step, this.#columns);
    }
    return 'from' in row
      ? gapRow(row.from, row.to, this.#lanes.picture(row, height, false))
      : lineRow(run, row.step, this.#lanes, height);
  }

  /** What stands above the rows. @param {() => void} onChange called when lanes were folded */
  head(onChange) {
    const { run } = this;
    if (this.#columns.length > 0) {
      return element(
        'div',
        { class: 'columns', style: `--columns: ${this.#columns.length}` },
        element('span', { class: 'number' }, 'step'),
        element('span', {}),
        ...this.#columns.map((actor) => {
          const { title, group } = actorOf(run, actor);
          return element(
            'div',
            { class: `title ${laneClass(run, actor)}` },
            element('b', {}, title),
            element('span', {}, run.groups[group]?.name ?? ''),
          );
        }),
      );
    }
    const present = run.groups.flatMap(({ name, tracks }, group) =>
      this.#lanes.has(group) ? [{ name, tracks, group }] : [],
    );
    return element(
      'div',
      { class: 'groups', role: 'group', 'aria-label': 'Lanes' },
      ...present.map(({ name, tracks, group }) => {
        const isFolded = this.#lanes.folded.has(group);
        if (tracks < 2) return element('span', { class: `group ${groupClass(run, group)}` }, name);
        return element(
          'button',
          {
            type: 'button',
            class: `group ${groupClass(run, group)}`,
            'aria-pressed': String(!isFolded),
            title: isFolded ? 'Unfold into a lane for each who works at the same time' : 'Fold into one lane',
            onclick: () => {
              if (!this.#lanes.folded.delete(group)) this.#lanes.folded.add(group);
              onChange();
            },
          },
          `${name} ${isFolded ? '▸' : `▾ ${tracks}`}`,
        );
      }),
    );
  }

  /** The row that a step is in, or the next one; -1 without rows. @param {number} step */
  indexOf(step) {
    const index = this.#indexes.get(step);
    if (index !== undefined) return index;
    return this.#rows.findIndex((row) => ('step' in row ? row.step >= step : row.to >= step));
  }

  /** The step of a row; undefined for those left out. @param {number} index */
  stepAt(index) {
    const row = this.#rows[index];
    return row && 'step' in row ? row.step : undefined;
  }

  /** The first of the steps that a row leaves out; undefined if it is one. @param {number} index */
  gapAt(index) {
    const row = this.#rows[index];
    return row && 'from' in row ? row.from : undefined;
  }

  get count() {
    return this.#rows.length;
  }

  /** Steps that are shown. */
  get stepCount() {
    return this.#indexes.size;
  }

  /** Whether a row has a text in it. @param {number} index @param {string} text in small letters */
  has(index, text) {
    const step = this.stepAt(index);
    return step !== undefined && textOf(this.run, step).includes(text);
  }

  /** @param {number} step */
  spoken(step) {
    return spoken(this.run, step);
  }

  /** @param {number} step @param {GoTo} goTo */
  detail(step, goTo) {
    return detailOf(this.run, step, this.#tables, goTo);
  }

  /** @param {Row} row */
  #heightOf(row) {
    const columns = this.#columns.length;
    if ('from' in row) return columns > 0 ? 28 : 26;
    if (columns > 0) return columnHeight(this.run, row.step, (this.#width - GUTTER) / columns);
    return this.#width < NARROW_PAGE ? 54 : 28;
  }
}
