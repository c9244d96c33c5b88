import { byId, element } from './element.js';
import { actorOf, seconds, SIGNS } from './row-view.js';

/** @import { PageRun } from '../page-data.ts' */

/** More pages than anybody would want. */
const MOST_STEPS = 3_000;

/**
 * Puts all of a run on paper: rows that are not in sight are not there otherwise.
 *
 * @param {() => PageRun} runNow
 */
export function preparePrint(runNow) {
  const paper = byId('paper');
  window.addEventListener('beforeprint', () => paper.replaceChildren(...sheet(runNow())));
  window.addEventListener('afterprint', () => paper.replaceChildren());
}

/** @param {PageRun} run */
function sheet(run) {
  const shown = run.steps.slice(0, MOST_STEPS);
  const signs = new Map(run.moments.map(({ step, kind, label }) => [step, `${SIGNS[kind]} ${label}`]));
  return [
    element('h2', {}, `${run.label}: ${run.steps.length.toLocaleString('en-US')} steps`),
    ...run.moments.map(({ step, label, meaning }) =>
      element('p', {}, element('b', {}, `${step} ${label}. `), meaning),
    ),
    element(
      'table',
      {},
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          ...['step', 'time', 'who', 'what', 'what came of it'].map((name) =>
            element('th', { scope: 'col' }, name),
          ),
        ),
      ),
      element(
        'tbody',
        {},
        ...shown.map((step, index) =>
          element(
            'tr',
            { class: signs.has(index + 1) ? 'marked' : '' },
            element('td', {}, index + 1),
            element('td', {}, seconds(step.ms)),
            element('td', {}, step.kind === 'time' ? '' : actorOf(run, step.actor).title),
            element(
              'td',
              {},
              signs.has(index + 1) && element('b', {}, `${signs.get(index + 1)}: `),
              step.text,
            ),
            element('td', {}, step.result ?? ''),
          ),
        ),
      ),
    ),
    run.steps.length > MOST_STEPS &&
      element('p', {}, `and ${run.steps.length - MOST_STEPS} steps more, which only the page itself shows`),
  ].filter((each) => each !== false);
}
