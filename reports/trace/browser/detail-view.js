import { changesOf, historyOf, tablesOf } from './data-view.js';
import { element } from './element.js';
import { laneClass } from './lanes.js';
import { actorOf, hasChanged, seconds, SIGNS, stepOf } from './row-view.js';
import { cell, grid, stepLink } from './values-view.js';

/**
 * @import { PageAnswer, PageRun, PageStep } from '../page-data.ts'
 * @import { TablesAt } from './tables-at.js'
 * @import { GoTo } from './values-view.js'
 */

/**
 * Everything there is to know of a step, and of how things stand after it.
 *
 * @param {PageRun} run
 * @param {number} number
 * @param {TablesAt} tables
 * @param {GoTo} goTo
 */
export function detailOf(run, number, tables, goTo) {
  const step = stepOf(run, number);
  const { title, group, name } = actorOf(run, step.actor);
  const where = run.groups[group]?.name ?? '';
  return [
    element(
      'h2',
      {},
      `Step ${number}`,
      element('small', {}, ` of ${run.steps.length.toLocaleString('en-US')}`),
    ),
    element(
      'p',
      { class: 'facts' },
      element('span', { class: `who ${laneClass(run, step.actor)}`, title: name }, title),
      where !== title && element('span', {}, where),
      element('span', { title: 'Virtual time since the run began' }, seconds(step.ms)),
    ),
    ...run.moments
      .filter((moment) => moment.step === number)
      .map(({ kind, label, meaning }) =>
        element(
          'p',
          { class: `moment-note ${kind}` },
          element('b', {}, `${SIGNS[kind]} ${label}. `),
          meaning,
        ),
      ),
    ...whatItDid(run, step),
    ...standing(run, step, number, goTo),
    ...changesOf(run, number, tables),
    ...historyOf(run, number, tables, goTo),
    ...tablesOf(run, number, tables, goTo),
    ...openOnes(run, number, goTo),
    ...instead(step),
  ];
}

/** @param {PageRun} run @param {PageStep} step */
function whatItDid(run, step) {
  const { statement, values = [], answer, body, other, text, result, kind } = step;
  const sql = statement === undefined ? undefined : (run.statements[statement] ?? '');
  const isMessage = kind === 'call' || kind === 'answer';
  return [
    element('h3', {}, sql === undefined ? 'What happened' : 'Statement'),
    sql === undefined && element('p', {}, text, result && element('span', { class: 'came' }, ` → ${result}`)),
    isMessage &&
      other !== undefined &&
      element('p', { class: 'quiet' }, kind === 'call' ? 'To ' : 'From ', actorOf(run, other).name),
    sql !== undefined && block('sql', dedented(sql)),
    values.length > 0 &&
      element(
        'dl',
        { class: 'values' },
        ...values.flatMap((value, index) => [
          element('dt', {}, `$${index + 1}`),
          element('dd', {}, cell(value)),
        ]),
      ),
    answer && element('h3', {}, 'Answer'),
    ...(answer ? answered(answer) : []),
    kind === 'wait' && element('p', { class: 'quiet' }, 'No answer yet: it has to wait.'),
    kind === 'lost' && element('p', { class: 'bad' }, result ?? ''),
    body !== undefined && block('json', body),
  ].filter((each) => each !== false && each !== undefined);
}

/** @param {PageAnswer} answer */
function answered(answer) {
  if ('code' in answer) {
    const { code, message, constraint, detail } = answer;
    return [
      element('p', { class: 'refusal' }, element('b', {}, `✗ ${code}`), ` ${message}`),
      constraint && element('p', { class: 'quiet' }, `Constraint ${constraint}. `, detail),
    ].filter((each) => each !== '');
  }
  const { columns, rows, more, count } = answer;
  if (columns.length === 0) return [element('p', {}, count === 1 ? '1 row' : `${count} rows`)];
  return [
    grid(
      columns,
      rows.map((row) => ({ row })),
    ),
    more > 0 && element('p', { class: 'quiet' }, `and ${more.toLocaleString('en-US')} rows more`),
    rows.length === 0 && element('p', { class: 'quiet' }, 'no rows'),
  ].filter((each) => each !== false);
}

/** How a step stands to its transaction, and to whom it had to wait for. @param {PageRun} run @param {PageStep} step @param {number} number @param {GoTo} goTo */
function standing(run, step, number, goTo) {
  const notes = [];
  const transaction = run.transactions[step.transaction ?? -1];
  if (transaction) {
    const { from, to, end, writes } = transaction;
    const isEnd = to === number;
    const mine = writes.filter((each) => each <= number);
    const later =
      to === null
        ? 'It never ends.'
        : [`It is ${end === 'lost' ? 'lost' : end} in `, stepLink(to, goTo), '.'];
    if (isEnd && end === 'committed')
      notes.push(['Commits what was written since ', stepLink(from, goTo), '.']);
    else if (isEnd) notes.push(['Undoes what was written since ', stepLink(from, goTo), '.']);
    else {
      const seen = mine.length > 0 ? 'What it has written so far nobody else can see. ' : '';
      notes.push([`In a transaction that began in `, stepLink(from, goTo), `. ${seen}`, later].flat());
    }
  } else if (step.statement !== undefined && hasChanged(run, number)) {
    notes.push(['Outside of a transaction: committed at once.']);
  }
  const wait = run.waits[step.wait ?? -1];
  if (wait) {
    const { from, to, release } = wait;
    const by = release === null ? undefined : actorOf(run, stepOf(run, release).actor).title;
    if (number === from)
      notes.push(to === null ? ['It waits for ever.'] : ['Its answer comes in ', stepLink(to, goTo), '.']);
    else notes.push(['It has waited since ', stepLink(from, goTo), '.']);
    if (release !== null)
      notes.push([`It waited for ${by}, who let it go on in `, stepLink(release, goTo), '.']);
  }
  if (step.interrupts !== undefined) {
    notes.push([`${actorOf(run, step.interrupts).title} could have gone on, and was interrupted.`]);
  }
  return notes.map((note) => element('p', { class: 'quiet' }, ...note));
}

/** What is not committed after a step. @param {PageRun} run @param {number} number @param {GoTo} goTo */
function openOnes(run, number, goTo) {
  const open = run.transactions.filter(({ from, to }) => from <= number && (to === null || to > number));
  if (open.length === 0) return [];
  return [
    element('h3', {}, 'Not committed at this step'),
    element(
      'ul',
      { class: 'plain' },
      ...open.map(({ actor, from, writes }) => {
        const written = writes.filter((each) => each <= number);
        return element(
          'li',
          {},
          `${actorOf(run, actor).title}, since `,
          stepLink(from, goTo),
          written.length > 0 ? ', has written in ' : ', has written nothing yet',
          ...written.flatMap((each, index) => [index > 0 ? ', ' : '', stepLink(each, goTo, String(each))]),
        );
      }),
    ),
  ];
}

/** @param {PageStep} step */
function instead({ instead: others = [] }) {
  if (others.length === 0) return [];
  return [
    element(
      'details',
      { class: 'instead' },
      element('summary', {}, element('h3', {}, `What could have happened instead (${others.length})`)),
      element('ul', { class: 'plain' }, ...others.map((other) => element('li', {}, other))),
    ),
  ];
}

/** @param {string} kind @param {string} text */
function block(kind, text) {
  return element('pre', { class: kind, tabindex: 0 }, text);
}

/** @param {string} text */
function dedented(text) {
  const lines = text
    .replace(/^\s*\n/, '')
    .trimEnd()
    .split('\n');
  const [first = '', ...others] = lines;
  const indents = (/^\s/.test(first) ? lines : others)
    .filter((each) => each.trim() !== '')
    .map((each) => /^ */.exec(each)?.[0].length ?? 0);
  const least = indents.length > 0 ? Math.min(...indents) : 0;
  return lines.map((each) => (/^\s/.test(each) ? each.slice(least) : each)).join('\n');
}
