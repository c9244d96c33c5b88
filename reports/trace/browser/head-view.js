import { element } from './element.js';
import { SIGNS } from './row-view.js';

/** @import { Comparison, Moment, PageRun } from '../page-data.ts' */

/**
 * What a run came to: the law, what breaks it, and how it can be seen again.
 *
 * @param {PageRun} run
 */
export function headOf(run) {
  const { verdict, facts, command, notes, summary } = run;
  const also = verdict && verdict.also.length > 0 ? [['also broken', verdict.also.join(', ')]] : [];
  return [
    element(
      'p',
      { class: `law ${verdict ? 'broken' : 'held'}` },
      verdict ? `✗ ${verdict.law}` : '✓ every law holds',
    ),
    element('h1', {}, verdict?.sentence ?? 'Every law holds in this run.'),
    verdict && element('p', { class: 'statement' }, verdict.statement),
    element(
      'details',
      { class: 'about' },
      element('summary', {}, summary),
      element(
        'dl',
        { class: 'run-facts' },
        ...[...facts, ...also].flatMap(([label = '', text = '']) => [
          element('dt', {}, label),
          element('dd', {}, text),
        ]),
      ),
      command !== '' && element('p', { class: 'command' }, element('code', { tabindex: 0 }, command)),
      ...reading(),
      ...notes.map((note) => element('p', {}, note)),
    ),
  ].filter((each) => each !== null);
}

/**
 * What two runs come to, side by side.
 *
 * @param {Comparison} comparison
 * @param {readonly PageRun[]} runs
 */
export function comparedHeadOf({ title, first }, runs) {
  return [
    element(
      'p',
      { class: `law ${first === null ? 'held' : 'broken'}` },
      first === null ? '= the same' : '≠ different',
    ),
    element('h1', {}, title),
    ...runs.map(({ label, verdict, summary, command, notes }) =>
      element(
        'details',
        { class: 'about' },
        element(
          'summary',
          {},
          element('b', {}, label),
          ` ${verdict ? `breaks ${verdict.law}` : 'keeps every law'} · ${summary}`,
        ),
        verdict && element('p', {}, verdict.sentence),
        command !== '' && element('p', { class: 'command' }, element('code', { tabindex: 0 }, command)),
        ...notes.map((note) => element('p', {}, note)),
      ),
    ),
  ];
}

function reading() {
  return [
    element(
      'p',
      {},
      'Time runs down. Each row is a step: one statement, one message, one passing of time; between two steps nothing happens. ',
      'A filled dot has changed what others see; a ring has not, or not yet. A thick lane is in a transaction, a dashed one waits for somebody.',
    ),
  ];
}

/**
 * The steps that matter, as a list of buttons.
 *
 * @param {readonly Moment[]} moments
 * @param {number} selected
 * @param {(step: number) => void} goTo
 */
export function momentsOf(moments, selected, goTo) {
  return moments.map(({ step, kind, label, text, meaning }) =>
    element(
      'li',
      {},
      element(
        'button',
        {
          type: 'button',
          class: `moment ${kind}`,
          title: meaning,
          'aria-current': step === selected && 'step',
          onclick: () => goTo(step),
        },
        element('span', { class: 'number' }, step),
        element('span', { class: `sign ${kind}`, 'aria-hidden': 'true' }, SIGNS[kind]),
        element('span', { class: 'label' }, label),
        element('span', { class: 'text' }, text),
      ),
    ),
  );
}
