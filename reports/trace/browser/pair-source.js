import { detailOf } from './detail-view.js';
import { element } from './element.js';
import { textOf } from './filter.js';
import { laneClass } from './lanes.js';
import { actorOf, spoken, stepOf } from './row-view.js';
import { TablesAt } from './tables-at.js';
import { stepLink } from './values-view.js';

/**
 * @import { Comparison, PageRun } from '../page-data.ts'
 * @import { GoTo } from './values-view.js'
 */

const HEIGHT = 54;

/**
 * Two runs side by side: a row is a step of both, or of one of them. Rows are numbered from 1, and called steps by
 * whoever chooses among them.
 */
export class PairSource {
  /** @type {readonly [PageRun, PageRun]} */
  #runs;
  /** @type {Comparison} */
  #comparison;
  /** @type {readonly [TablesAt, TablesAt]} */
  #tables;
  /** @type {ReadonlySet<number>} */
  #differing;

  /** @param {PageRun} left @param {PageRun} right @param {Comparison} comparison */
  constructor(left, right, comparison) {
    this.#runs = [left, right];
    this.#comparison = comparison;
    this.#tables = [new TablesAt(left), new TablesAt(right)];
    this.#differing = new Set(comparison.differing);
  }

  /** The row that is looked at first. */
  get first() {
    return (this.#comparison.first ?? 0) + 1;
  }

  show() {
    // All of both runs is shown.
  }

  get heights() {
    return this.#comparison.rows.map(() => HEIGHT);
  }

  get count() {
    return this.#comparison.rows.length;
  }

  get stepCount() {
    return this.count;
  }

  head() {
    return element(
      'div',
      { class: 'pair' },
      ...this.#runs.map(({ label, verdict }) =>
        element(
          'div',
          { class: 'title' },
          element('b', {}, label),
          element(
            'span',
            { class: verdict ? 'bad' : 'good' },
            verdict ? `✗ ${verdict.law}` : '✓ every law holds',
          ),
        ),
      ),
    );
  }

  /** @param {number} index */
  make(index) {
    const [left = 0, right = 0] = this.#comparison.rows[index] ?? [];
    const differs = left === 0 || right === 0 || this.#differing.has(index);
    return element(
      'div',
      {
        class: `row pair ${differs ? 'differs' : 'same'}${index === this.#comparison.first ? ' first' : ''}`,
      },
      ...this.#runs.map((run, side) => half(run, side === 0 ? left : right)),
    );
  }

  /** @param {number} step */
  indexOf(step) {
    return Math.min(step, this.count) - 1;
  }

  /** @param {number} index */
  stepAt(index) {
    return index >= 0 && index < this.count ? index + 1 : undefined;
  }

  gapAt() {
    return undefined;
  }

  /** @param {number} index @param {string} text */
  has(index, text) {
    return this.#steps(index).some(([run, step]) => textOf(run, step).includes(text));
  }

  /** @param {number} row */
  spoken(row) {
    const sides = this.#steps(row - 1).map(([run, step]) => `${run.label}: ${spoken(run, step)}`);
    const first = row - 1 === this.#comparison.first ? 'First difference. ' : '';
    return `${first}${sides.join('. ')}`;
  }

  /** @param {number} row @param {GoTo} goTo */
  detail(row, goTo) {
    const [left, right] = this.#comparison.rows[row - 1] ?? [0, 0];
    return [
      row - 1 === this.#comparison.first &&
        element(
          'p',
          { class: 'moment-note turn' },
          element('b', {}, '≠ First difference. '),
          this.#comparison.sentence,
        ),
      element(
        'div',
        { class: 'sides' },
        ...this.#runs.map((run, side) => {
          const step = side === 0 ? left : right;
          const tables = this.#tables[side];
          const rowOf = (/** @type {number} */ each) =>
            this.#comparison.rows.findIndex((pair) => pair[side] === each) + 1;
          return element(
            'section',
            { 'aria-label': run.label },
            element('p', { class: 'side-label' }, run.label),
            ...(step > 0 && tables
              ? detailOf(run, step, tables, (each) => goTo(rowOf(each)))
              : this.#absence(side, row, (each) => goTo(rowOf(each)))),
          );
        }),
      ),
    ].filter((each) => each !== false);
  }

  /** What is told of a run that has no such step here. @param {number} side @param {number} row @param {GoTo} goTo */
  #absence(side, row, goTo) {
    const next = this.#comparison.rows.slice(row).find((pair) => (pair[side] ?? 0) > 0)?.[side];
    const where = next === undefined ? ['It has ended.'] : ['It goes on with ', stepLink(next, goTo), '.'];
    return [element('p', { class: 'quiet' }, 'This run has no such step here. ', ...where)];
  }

  /** @param {number} index @returns {readonly (readonly [PageRun, number])[]} */
  #steps(index) {
    const pair = this.#comparison.rows[index] ?? [0, 0];
    return this.#runs.flatMap((run, side) => {
      const step = pair[side] ?? 0;
      return step > 0 ? [/** @type {const} */ ([run, step])] : [];
    });
  }
}

/** @param {PageRun} run @param {number} number */
function half(run, number) {
  if (number === 0) return element('div', { class: 'half none' });
  const step = stepOf(run, number);
  const { title } = actorOf(run, step.actor);
  return element(
    'div',
    { class: `half ${step.kind}${step.isBad ? ' bad' : ''}` },
    element('span', { class: 'number' }, number),
    element('span', { class: `who ${laneClass(run, step.actor)}` }, title),
    element('span', { class: 'what' }, step.text),
    element('span', { class: 'came' }, step.result && `→ ${step.result}`),
  );
}
