import { byId, element } from './element.js';
import { comparedHeadOf, headOf, momentsOf } from './head-view.js';
import { PairSource } from './pair-source.js';
import { RunSource } from './run-source.js';
import { VirtualList } from './virtual-list.js';

/**
 * @import { TracePage } from '../page-data.ts'
 * @import { Filter } from './filter.js'
 */

/** The page as it is at the moment: which run, which step, what is left out. */
export class Viewer {
  /** @type {TracePage} */
  #page;
  /** @type {(RunSource | PairSource)[]} */
  #sources;
  /** @type {VirtualList} */
  #list;
  /** @type {Filter} */
  filter = { extent: 'story', actor: '', kind: '', text: '', opened: new Set() };
  /** In small letters. */
  search = '';
  /** Which of the runs. */
  chosen = 0;
  #selected = 0;
  /** Told when the run, the step or what is shown is another one. @type {() => void} */
  onChange = () => undefined;

  /** @param {TracePage} page */
  constructor(page) {
    this.#page = page;
    const [left, right] = page.runs;
    this.#sources =
      page.comparison && left && right
        ? [new PairSource(left, right, page.comparison)]
        : page.runs.map((run) => new RunSource(run));
    const box = byId('steps');
    this.#list = new VirtualList(box, (index) => this.#source.make(index));
    this.#list.focusable.addEventListener('click', (event) => this.#click(event));
    let width = 0;
    new ResizeObserver(() => {
      if (box.clientWidth === width) return;
      width = box.clientWidth;
      this.refresh();
    }).observe(box);
  }

  get run() {
    const run = this.#page.runs[this.chosen];
    if (!run) throw new RangeError('the page has no run');
    return run;
  }

  get isComparison() {
    return this.#page.comparison !== null;
  }

  get selected() {
    return this.#selected;
  }

  /** How many rows there are, and how many of them are shown. */
  get extent() {
    const source = this.#source;
    return {
      shown: source.stepCount,
      all: source instanceof PairSource ? source.count : this.run.steps.length,
    };
  }

  /** Takes another run, and in it the step that matters most. @param {string} id @param {number} [step] */
  choose(id, step) {
    const index = this.#page.runs.findIndex((run) => run.id === id);
    this.chosen = index < 0 || this.isComparison ? 0 : index;
    this.filter = { ...this.filter, actor: '', opened: new Set() };
    this.#selected = step ?? this.#firstStep();
    const { comparison, runs } = this.#page;
    byId('head').replaceChildren(...(comparison ? comparedHeadOf(comparison, runs) : headOf(this.run)));
    this.refresh();
    this.select(this.#selected);
  }

  /** Shows what a filter leaves. @param {Partial<Filter>} change */
  narrow(change) {
    this.filter = { ...this.filter, ...change };
    this.refresh();
    const source = this.#source;
    // Where the step is left out now, the one that comes next is there, or else the one before.
    let index = source.indexOf(this.#selected);
    if (source.gapAt(index) !== undefined) index += source.stepAt(index + 1) === undefined ? -1 : 1;
    const step = source.stepAt(index);
    if (step !== undefined) this.select(step);
  }

  /** Shows the rows anew. */
  refresh() {
    const source = this.#source;
    source.show(this.filter, byId('steps').clientWidth);
    byId('lane-head').replaceChildren(source.head(() => this.refresh()));
    this.#list.show(source.heights);
    this.#list.activate(source.indexOf(this.#selected));
    this.onChange();
  }

  /** Goes to a step; what hides it is opened. @param {number} step */
  select(step) {
    const source = this.#source;
    const index = source.indexOf(step);
    const gap = source.gapAt(index);
    if (gap !== undefined && step > 0) {
      this.filter = { ...this.filter, opened: new Set([...this.filter.opened, gap]) };
      this.#selected = step;
      this.refresh();
      this.select(step);
      return;
    }
    const found = source.stepAt(index);
    if (found === undefined) return;
    this.#selected = found;
    this.#list.activate(index);
    const goTo = (/** @type {number} */ each) => this.select(each);
    byId('detail').replaceChildren(...source.detail(found, goTo));
    byId('detail').scrollTop = 0;
    byId('moments').replaceChildren(...(this.isComparison ? [] : momentsOf(this.run.moments, found, goTo)));
    say(source.spoken(found));
    this.onChange();
  }

  /** Goes so many rows on, or back. @param {number} by */
  move(by) {
    const source = this.#source;
    let index = source.indexOf(this.#selected);
    const towards = Math.sign(by);
    for (let left = Math.abs(by); left > 0; left -= 1) {
      let next = index + towards;
      while (source.gapAt(next) !== undefined) next += towards;
      if (source.stepAt(next) === undefined) break;
      index = next;
    }
    const step = source.stepAt(index);
    if (step !== undefined) this.select(step);
  }

  /** Goes to the next row that has what is searched for, or the one before. @param {1 | -1} towards */
  find(towards) {
    const source = this.#source;
    const from = source.indexOf(this.#selected);
    for (let away = 1; away <= source.count; away += 1) {
      const index = (from + away * towards + source.count * 2) % source.count;
      const step = source.has(index, this.search) ? source.stepAt(index) : undefined;
      if (step === undefined) continue;
      this.select(step);
      return;
    }
  }

  /** How many rows have what is searched for, and which of them the selected one is; 0 if it is none. */
  matches() {
    const source = this.#source;
    let [count, place] = [0, 0];
    const selected = source.indexOf(this.#selected);
    for (let index = 0; index < source.count; index += 1) {
      if (!source.has(index, this.search)) continue;
      count += 1;
      if (index === selected) place = count;
    }
    return { count, place };
  }

  focus() {
    this.#list.focusable.focus({ preventScroll: true });
  }

  get #source() {
    const source = this.#sources[this.chosen];
    if (!source) throw new RangeError('the page has no run');
    return source;
  }

  #firstStep() {
    const source = this.#source;
    if (source instanceof PairSource) return source.first;
    const { moments, story } = this.run;
    return (
      (
        moments.find(({ kind }) => kind === 'turn') ??
        moments.find(({ kind }) => kind === 'refused' || kind === 'shown')
      )?.step ??
      story?.from ??
      1
    );
  }

  /** @param {Event} event */
  #click({ target }) {
    const row = target instanceof Element ? target.closest('[role=option]') : null;
    if (!row) return;
    const index = Number(row.id.slice('row-'.length));
    const gap = this.#source.gapAt(index);
    if (gap !== undefined) this.narrow({ opened: new Set([...this.filter.opened, gap]) });
    else this.select(this.#source.stepAt(index) ?? this.#selected);
  }
}

/** Tells whoever hears the page. @param {string} text */
export function say(text) {
  byId('live').replaceChildren(element('span', {}, text));
}
