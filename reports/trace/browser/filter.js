/**
 * @import { PageRun, PageStep } from '../page-data.ts'
 * @typedef {'story' | 'all'} Extent
 * @typedef {{
 *   readonly extent: Extent,
 *   readonly actor: string,
 *   readonly kind: string,
 *   readonly text: string,
 *   readonly opened: ReadonlySet<number>,
 * }} Filter which steps are shown; `actor` is a number, or `group:` and one; all for an empty text; `opened` are the first steps of gaps that are shown all the same
 * @typedef {{ readonly step: number } | { readonly from: number, readonly to: number }} Row a step, or those left out
 */

/** Kinds of steps that can be asked for. */
export const KINDS = [
  {
    name: 'sql',
    label: 'Statements',
    has: (/** @type {PageStep} */ { statement }) => statement !== undefined,
  },
  { name: 'change', label: 'What changed something', has: () => false },
  { name: 'wait', label: 'Waits', has: (/** @type {PageStep} */ { wait }) => wait !== undefined },
  {
    name: 'message',
    label: 'Messages',
    has: (/** @type {PageStep} */ { kind }) => kind === 'call' || kind === 'answer',
  },
  { name: 'bad', label: 'Refusals and errors', has: (/** @type {PageStep} */ { isBad }) => isBad === true },
  { name: 'fault', label: 'Faults', has: (/** @type {PageStep} */ { fault }) => fault !== undefined },
  { name: 'time', label: 'Passing of time', has: (/** @type {PageStep} */ { kind }) => kind === 'time' },
];

/**
 * The rows that a filter leaves of a run.
 *
 * @param {PageRun} run
 * @param {Filter} filter
 * @returns {readonly Row[]}
 */
export function rowsOf(run, filter) {
  const isShown = testOf(run, filter);
  /** @type {Row[]} */
  const rows = [];
  let from = 0;
  const close = (/** @type {number} */ to) => {
    if (from === 0) return;
    if (filter.opened.has(from)) for (let step = from; step <= to; step += 1) rows.push({ step });
    else rows.push({ from, to });
    from = 0;
  };
  for (let number = 1; number <= run.steps.length; number += 1) {
    if (!isShown(number)) from ||= number;
    else {
      close(number - 1);
      rows.push({ step: number });
    }
  }
  close(run.steps.length);
  return rows;
}

/**
 * All that can be read of a step, for whoever looks for a text in it.
 *
 * @param {PageRun} run
 * @param {number} number
 */
export function textOf(run, number) {
  const step = run.steps[number - 1];
  if (!step) return '';
  const { actor, text, result = '', statement, values = [], body = '', fault = '' } = step;
  const { name = '', title = '' } = run.actors[actor] ?? {};
  const sql = statement === undefined ? '' : run.statements[statement];
  return [name, title, text, result, sql, ...values, body, fault].join('\n').toLowerCase();
}

/** @param {PageRun} run @param {Filter} filter @returns {(number: number) => boolean} */
function testOf(run, { extent, actor, kind, text }) {
  const { story, steps } = run;
  const changing = new Set(run.frames.map(([step]) => step));
  const marked = new Set(run.moments.map(({ step }) => step));
  const wanted = text.trim().toLowerCase();
  const group = actor.startsWith('group:') ? Number(actor.slice(6)) : undefined;
  return (number) => {
    const step = steps[number - 1];
    if (!step) return false;
    if (extent === 'story' && story && !isOfStory(story, step, number) && !marked.has(number)) return false;
    if (group !== undefined && run.actors[step.actor]?.group !== group) return false;
    if (group === undefined && actor !== '' && step.actor !== Number(actor) && step.other !== Number(actor))
      return false;
    if (
      kind === 'change'
        ? !changing.has(number)
        : kind !== '' && !KINDS.find(({ name }) => name === kind)?.has(step)
    )
      return false;
    return wanted === '' || textOf(run, number).includes(wanted);
  };
}

/** @param {NonNullable<PageRun['story']>} story @param {PageStep} step @param {number} number */
function isOfStory({ actors, from, to }, { kind, actor, other = -1, fault }, number) {
  if (fault !== undefined) return true;
  if (kind === 'call' || kind === 'answer') return actors.includes(other);
  return number >= from && number <= to && actors.includes(actor);
}
