import { element } from './element.js';

/** @typedef {(step: number) => void} GoTo */

/** A button that goes to a step. @param {number} step @param {GoTo} goTo @param {string} [text] */
export function stepLink(step, goTo, text = `step ${step}`) {
  return element('button', { type: 'button', class: 'link', onclick: () => goTo(step) }, text);
}

/**
 * A table of values.
 *
 * @param {readonly string[]} columns
 * @param {readonly { readonly row: readonly (string | null)[], readonly className?: string }[]} rows
 */
export function grid(columns, rows) {
  return scrolling(
    element(
      'table',
      {},
      element(
        'thead',
        {},
        element('tr', {}, ...columns.map((column) => element('th', { scope: 'col' }, column))),
      ),
      element(
        'tbody',
        {},
        ...rows.map(({ row, className = '' }) =>
          element('tr', { class: className }, ...row.map((value) => element('td', {}, cell(value)))),
        ),
      ),
    ),
  );
}

/** A value, short enough for a table; all of it when it is pointed at. @param {string | null} value */
export function cell(value) {
  if (value === null) return element('i', { class: 'null' }, 'null');
  return value.length > 160
    ? element('span', { title: value.slice(0, 4_000) }, `${value.slice(0, 160)}…`)
    : value;
}

/** @param {HTMLElement} child */
function scrolling(child) {
  return element('div', { class: 'scroller', tabindex: 0, role: 'group', 'aria-label': 'Rows' }, child);
}
