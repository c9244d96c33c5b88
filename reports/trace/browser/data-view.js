import { element } from './element.js';
import { cell, grid, stepLink } from './values-view.js';

/**
 * @import { PageChange, PageRow, PageRun } from '../page-data.ts'
 * @import { TablesAt } from './tables-at.js'
 * @import { GoTo } from './values-view.js'
 */

/** Rows of a table that are shown at once. */
const MOST_ROWS = 100;

/**
 * What others see changed with a step, row by row.
 *
 * @param {PageRun} run
 * @param {number} number
 * @param {TablesAt} tables
 */
export function changesOf(run, number, tables) {
  if (run.tables.length === 0) return [];
  const changes = tables.changedBy(number);
  return [
    element('h3', {}, 'Changed by this step, as others see it'),
    ...(changes.length === 0
      ? [element('p', { class: 'quiet' }, 'Nothing.')]
      : changes.slice(0, MOST_ROWS).map((change) => changeOf(run, change))),
    ...(changes.length > MOST_ROWS
      ? [element('p', { class: 'quiet' }, `and ${changes.length - MOST_ROWS} rows more`)]
      : []),
  ];
}

/** @param {PageRun} run @param {PageChange} change */
function changeOf(run, [table, before, after]) {
  const { name = '', columns = [], key = [] } = run.tables[table] ?? {};
  const row = after ?? before ?? [];
  const id = key.map((index) => row[index]).join(' · ');
  const verb = before === null ? 'new' : after === null ? 'deleted' : 'changed';
  const shown = columns.flatMap((column, index) => {
    const [was, is] = [before?.[index] ?? null, after?.[index] ?? null];
    if (before && after ? was === is : key.includes(index) || (was ?? is) === null) return [];
    return [
      element('dt', {}, column),
      element(
        'dd',
        {},
        before && element('del', {}, cell(was)),
        before && after && ' → ',
        after && element('ins', {}, cell(is)),
      ),
    ];
  });
  return element(
    'div',
    { class: `change ${verb}` },
    element('p', {}, element('b', {}, name), ` ${id} `, element('span', { class: 'tag' }, verb)),
    element('dl', { class: 'values' }, ...shown),
  );
}

/**
 * The histories of the workflows that the run is about, as they are after a step.
 *
 * @param {PageRun} run
 * @param {number} number
 * @param {TablesAt} tables
 * @param {GoTo} goTo
 */
export function historyOf(run, number, tables, goTo) {
  const { history } = run;
  const index = run.tables.findIndex(({ name }) => name === history?.table);
  const columns = run.tables[index]?.columns ?? [];
  if (!history || columns.length === 0) return [];
  const [owner, order, what, facts] = [history.owner, history.order, history.what, history.facts].map(
    (name) => columns.indexOf(name),
  );
  const value = (/** @type {PageRow} */ row, /** @type {number | undefined} */ column) =>
    row[column ?? -1] ?? '';
  const events = tables.after(number)[index] ?? [];
  const owners = [...new Set(events.map(({ row }) => value(row, owner)))];
  const subjects = run.verdict?.subjects ?? [];
  const first = owners.filter((each) => subjects.includes(each));
  return [...first, ...owners.filter((each) => !first.includes(each))].map((each, place) => {
    const own = events.filter(({ row }) => value(row, owner) === each);
    return element(
      'details',
      { open: place === 0 },
      element('summary', {}, element('h3', {}, `History of ${each} (${own.length})`)),
      element(
        'ol',
        { class: 'history' },
        ...own.map(({ row, since }) =>
          element(
            'li',
            { class: since === number ? 'fresh' : '' },
            element('span', { class: 'number' }, value(row, order)),
            element('span', { class: 'what' }, value(row, what)),
            element(
              'span',
              { class: 'data', title: value(row, facts).slice(0, 4_000) },
              brief(value(row, facts), subjects),
            ),
            since > 0 && stepLink(since, goTo, String(since)),
          ),
        ),
      ),
    );
  });
}

/** What an event may say of whom it is about, the most telling first. */
const NAMES = [/"(?:taskId|timerId|childId|name)": ?"([^"]*)"/, /"kind": ?"([^"]*)"/];

/** What an event is about, in a word; else the beginning of it. @param {string} facts @param {readonly string[]} subjects */
function brief(facts, subjects) {
  const named = NAMES.map((name) => name.exec(facts)?.[1]).find((each) => each !== undefined);
  if (named !== undefined) return subjects.includes(named) ? element('mark', {}, named) : named;
  return facts === '{}' ? '' : facts.slice(0, 60);
}

/**
 * All tables that have rows after a step. A table is made when it is opened.
 *
 * @param {PageRun} run
 * @param {number} number
 * @param {TablesAt} tables
 * @param {GoTo} goTo
 */
export function tablesOf(run, number, tables, goTo) {
  if (run.tables.length === 0) return [];
  const all = tables.after(number);
  return [
    element('h3', {}, 'Tables after this step, as others see them'),
    ...run.tables.flatMap(({ name, columns }, index) => {
      const rows = all[index] ?? [];
      if (rows.length === 0) return [];
      const fresh = rows.filter(({ since }) => since === number).length;
      const details = element(
        'details',
        { class: 'table' },
        element(
          'summary',
          {},
          name,
          element('span', { class: 'quiet' }, ` ${rows.length}`),
          fresh > 0 && element('span', { class: 'tag' }, `${fresh} of this step`),
        ),
      );
      details.addEventListener('toggle', () => {
        if (!details.open || details.childElementCount > 1) return;
        const shown = rows
          .slice(0, MOST_ROWS)
          .map(({ row, since }) => ({ row, className: since === number ? 'fresh' : '' }));
        details.append(grid(columns, shown));
        const lastChange = Math.max(...rows.map(({ since }) => since));
        details.append(
          element(
            'p',
            { class: 'quiet' },
            ...(lastChange > 0 ? ['Last changed by ', stepLink(lastChange, goTo), '. '] : []),
            rows.length > MOST_ROWS && `and ${rows.length - MOST_ROWS} rows more`,
          ),
        );
      });
      return [details];
    }),
  ];
}
