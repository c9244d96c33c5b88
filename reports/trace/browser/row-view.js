import { element } from './element.js';
import { laneClass } from './lanes.js';

/**
 * @import { PageRun, PageStep } from '../page-data.ts'
 * @import { Lanes } from './lanes.js'
 */

/** Signs of moments, beside the step. */
export const SIGNS = { turn: '◆', shown: '✗', interrupt: '⇄', fault: '⚡', refused: '✗', end: '✗' };

/**
 * A step in one line: its number, the time, the lanes, who, what, and what came of it.
 *
 * @param {PageRun} run
 * @param {number} number
 * @param {Lanes} lanes
 * @param {number} height
 */
export function lineRow(run, number, lanes, height) {
  const step = stepOf(run, number);
  const { title } = actorOf(run, step.actor);
  return element(
    'div',
    { class: `row line ${step.kind}${step.isBad ? ' bad' : ''}` },
    unseen('Step '),
    element('span', { class: 'number' }, number),
    element('span', { class: 'time' }, seconds(step.ms)),
    lanes.picture({ from: number, to: number }, height, hasChanged(run, number)),
    element(
      'span',
      { class: 'words' },
      element('span', { class: `who ${laneClass(run, step.actor)}` }, step.kind === 'time' ? '' : title),
      element('span', { class: 'what' }, step.text),
      element('span', { class: 'came' }, step.result && `→ ${step.result}`),
    ),
    signs(run, number),
  );
}

/**
 * Steps that are left out.
 *
 * @param {number} from
 * @param {number} to
 * @param {SVGElement | HTMLElement} lanes beside them
 */
export function gapRow(from, to, lanes) {
  const count = to - from + 1;
  const text = `${count.toLocaleString('en-US')} ${count === 1 ? 'step' : 'steps'} left out: ${from === to ? from : `${from}–${to}`}`;
  return element(
    'div',
    { class: 'row gap line' },
    element('span', { class: 'number' }, '⋮'),
    element('span', { class: 'time' }),
    lanes,
    element('span', { class: 'words' }, text),
  );
}

/** A step in one sentence, for whoever hears it. @param {PageRun} run @param {number} number */
export function spoken(run, number) {
  const { actor, kind, text, result } = stepOf(run, number);
  const who = kind === 'time' ? '' : `${actorOf(run, actor).title}: `;
  const marks = run.moments.filter(({ step }) => step === number).map(({ label }) => `${label}. `);
  return `Step ${number}. ${marks.join('')}${who}${text}${result ? `, ${result}` : ''}`;
}

/** Virtual time. @param {number} ms */
export function seconds(ms) {
  return `${(ms / 1_000).toFixed(3)} s`;
}

/** @param {PageRun} run @param {number} number */
export function hasChanged(run, number) {
  const changed = changing.get(run) ?? new Set(run.frames.map(([step]) => step));
  changing.set(run, changed);
  return changed.has(number);
}

/** Steps that others see something changed by. @type {WeakMap<PageRun, Set<number>>} */
const changing = new WeakMap();

/** @param {PageRun} run @param {number} number */
export function signs(run, number) {
  const moments = run.moments.filter(({ step }) => step === number);
  return element(
    'span',
    { class: 'signs' },
    ...moments.flatMap(({ kind, label }) => [
      element('span', { class: `sign ${kind}`, title: label, 'aria-hidden': 'true' }, SIGNS[kind]),
      unseen(` ${label}. `),
    ]),
  );
}

/** What is heard alone. @param {string} text */
export function unseen(text) {
  return element('span', { class: 'unseen' }, text);
}

/** @param {PageRun} run @param {number} number @returns {PageStep} */
export function stepOf(run, number) {
  const step = run.steps[number - 1];
  if (!step) throw new RangeError(`there is no step ${number}`);
  return step;
}

/** @param {PageRun} run @param {number} actor */
export function actorOf(run, actor) {
  return run.actors[actor] ?? { name: '', title: '', group: 0, track: 0, from: 0, to: 0 };
}
