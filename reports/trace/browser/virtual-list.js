import { element } from './element.js';

/** Rows above and below those in sight that are there all the same: a fast scroll shows no hole. */
const SPARE = 12;

/**
 * A list that has elements for the rows in sight alone, however many rows there are.
 *
 * It is a listbox for screen readers: the list has the focus, and says which row is active.
 */
export class VirtualList {
  /** @type {HTMLElement} */
  #box;
  /** @type {HTMLElement} */
  #rows;
  /** @type {(index: number) => HTMLElement} */
  #make;
  /** Where each row begins, and the last one ends. @type {number[]} */
  #tops = [0];
  /** @type {Map<number, HTMLElement>} */
  #shown = new Map();
  #active = -1;

  /**
   * @param {HTMLElement} box scrolls
   * @param {(index: number) => HTMLElement} make makes the element of a row
   */
  constructor(box, make) {
    this.#box = box;
    this.#make = make;
    this.#rows = element('div', {
      class: 'rows',
      role: 'listbox',
      tabindex: 0,
      'aria-label': 'Steps of the run',
      id: 'rows',
    });
    box.append(this.#rows);
    box.addEventListener('scroll', () => this.#draw(), { passive: true });
    new ResizeObserver(() => this.#draw()).observe(box);
  }

  /** What takes the keyboard's focus. */
  get focusable() {
    return this.#rows;
  }

  /** Shows other rows. @param {readonly number[]} heights of each, in pixels */
  show(heights) {
    let top = 0;
    this.#tops = [0, ...heights.map((height) => (top += height))];
    this.#rows.style.height = `${top}px`;
    this.redraw();
  }

  /** Makes the rows in sight anew. */
  redraw() {
    for (const row of this.#shown.values()) row.remove();
    this.#shown.clear();
    this.#draw();
  }

  /** Marks a row as the active one, and brings it in sight. @param {number} index -1 for none */
  activate(index) {
    this.#active = index;
    this.#scrollTo(index);
    this.redraw();
    if (index >= 0) this.#rows.setAttribute('aria-activedescendant', `row-${index}`);
    else this.#rows.removeAttribute('aria-activedescendant');
  }

  /** @param {number} index */
  #scrollTo(index) {
    const [top, bottom] = [this.#tops[index], this.#tops[index + 1]];
    if (top === undefined || bottom === undefined) return;
    const head = this.#rows.offsetTop; // what sticks to the top of the box covers so much
    const { scrollTop, clientHeight } = this.#box;
    const margin = Math.min(80, clientHeight / 6);
    if (top < scrollTop + margin) this.#box.scrollTop = Math.max(0, top - margin);
    else if (bottom + head > scrollTop + clientHeight - margin) {
      this.#box.scrollTop = bottom + head - clientHeight + margin;
    }
  }

  #draw() {
    const count = this.#tops.length - 1;
    const from = Math.max(0, this.#rowAt(this.#box.scrollTop) - SPARE);
    const to = Math.min(count - 1, this.#rowAt(this.#box.scrollTop + this.#box.clientHeight) + SPARE);
    for (const [index, row] of this.#shown) {
      if (index >= from && index <= to) continue;
      row.remove();
      this.#shown.delete(index);
    }
    for (let index = from; index <= to; index += 1) {
      if (this.#shown.has(index)) continue;
      const row = this.#make(index);
      row.id = `row-${index}`;
      row.style.top = `${this.#tops[index]}px`;
      row.style.height = `${(this.#tops[index + 1] ?? 0) - (this.#tops[index] ?? 0)}px`;
      row.setAttribute('role', 'option');
      row.setAttribute('aria-posinset', String(index + 1));
      row.setAttribute('aria-setsize', String(count));
      row.setAttribute('aria-selected', String(index === this.#active));
      this.#shown.set(index, row);
      this.#rows.append(row);
    }
  }

  /** The row at a height, by bisection. @param {number} height */
  #rowAt(height) {
    let [low, high] = [0, this.#tops.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#tops[middle] ?? 0) <= height) low = middle;
      else high = middle;
    }
    return low;
  }
}
