import { element } from './element.js';
import { laneClass } from './lanes.js';
import { actorOf, hasChanged, signs, SIGNS, stepOf, unseen } from './row-view.js';

/** @import { PageRun, PageStep } from '../page-data.ts' */

/**
 * A step of the story: in the column of the one who took it, or whose message it is.
 *
 * @param {PageRun} run
 * @param {number} number
 * @param {readonly number[]} actors of the columns
 */
export function columnRow(run, number, actors) {
  const step = stepOf(run, number);
  const isMessage = step.kind === 'call' || step.kind === 'answer';
  const actor = isMessage ? (step.other ?? step.actor) : step.actor;
  const column = actors.indexOf(actor);
  const moments = run.moments.filter((moment) => moment.step === number);
  const kinds = [step.kind, step.isBad && 'bad', hasChanged(run, number) && 'changed']
    .filter(Boolean)
    .join(' ');
  return element(
    'div',
    { class: 'row columns', style: `--columns: ${actors.length}` },
    unseen('Step '),
    element('span', { class: 'number' }, number),
    signs(run, number),
    ...lifelines(run, number, number, actors),
    element(
      'div',
      {
        class: `cell ${laneClass(run, actor)} ${kinds}`,
        style: `grid-column: ${column < 0 ? '3 / -1' : column + 3}`,
      },
      ...(isMessage ? message(run, step) : statement(run, step, column < 0)),
      // What was refused says so itself.
      ...moments
        .filter(({ kind }) => kind !== 'refused')
        .map(({ kind, label }) => element('span', { class: `tag ${kind}` }, `${SIGNS[kind]} ${label}`)),
    ),
  );
}

/**
 * Steps of the story that are left out.
 *
 * @param {PageRun} run
 * @param {number} from
 * @param {number} to
 * @param {readonly number[]} actors of the columns
 */
export function columnGap(run, from, to, actors) {
  const count = to - from + 1;
  const text = `${count.toLocaleString('en-US')} ${count === 1 ? 'step' : 'steps'} of others`;
  return element(
    'div',
    { class: 'row gap columns', style: `--columns: ${actors.length}` },
    element('span', { class: 'number' }, '⋮'),
    element('span'),
    ...lifelines(run, from, to, actors),
    element(
      'span',
      { class: 'cell', style: 'grid-column: 3 / -1' },
      `${text}, ${from === to ? from : `${from}–${to}`}`,
    ),
  );
}

/** Characters of the story's type in 100 pixels, and how high a line of them is. */
const TYPE = { density: 12.2, line: 18.5, padding: 14 };
/** What is longer is cut: the step itself shows all of it. */
const MOST_LINES = 7;

/**
 * The height of a row that has room for what a step says.
 *
 * @param {PageRun} run
 * @param {number} number
 * @param {number} width of a column, in pixels
 */
export function columnHeight(run, number, width) {
  const { kind, text, result = '', actor } = stepOf(run, number);
  const perLine = Math.max(8, Math.floor(((width - 30) / 100) * TYPE.density));
  const tags = run.moments
    .filter((moment) => moment.step === number && moment.kind !== 'refused')
    .map(({ label }) => `✗_${label.replaceAll(' ', '_')}__`); // a tag is not broken
  const isMessage = kind === 'call' || kind === 'answer';
  const said = isMessage
    ? [[`answers ${actorOf(run, actor).title}`, result, ...tags].join(' ')]
    : [text, [`→ ${result}`, ...tags].join(' ')];
  const lines = said.reduce((sum, each) => sum + linesOf(each, perLine), 0);
  return TYPE.padding + Math.min(MOST_LINES, lines) * TYPE.line;
}

/** How many lines a text has, broken between words. @param {string} text @param {number} perLine */
function linesOf(text, perLine) {
  let [lines, room] = [1, perLine];
  for (const { length } of text.split(' ')) {
    if (length > room && room < perLine) {
      lines += 1;
      room = perLine;
    }
    lines += Math.max(0, Math.ceil(length / perLine) - 1);
    room -= (length % perLine) + 1;
  }
  return lines;
}

/** Who is there, who is in a transaction, and who waits. @param {PageRun} run @param {number} from @param {number} to @param {readonly number[]} actors */
function lifelines(run, from, to, actors) {
  return actors.flatMap((actor, column) => {
    const there = actorOf(run, actor);
    if (there.from > to || there.to < from) return [];
    const isIn = (/** @type {{ actor: number, from: number, to: number | null }} */ span) =>
      span.actor === actor && span.from <= to && from <= (span.to ?? run.steps.length);
    const kinds = [
      laneClass(run, actor),
      there.from === from && from === to && 'begins',
      there.to === to && from === to && 'ends',
      run.transactions.some(isIn) && 'holds',
      run.waits.some(isIn) && 'waits',
    ];
    return [
      element('i', {
        class: `lifeline ${kinds.filter(Boolean).join(' ')}`,
        style: `grid-column: ${column + 3}`,
      }),
    ];
  });
}

/** @param {PageRun} run @param {PageStep} step @param {boolean} isElsewhere */
function statement(run, { actor, text, result, kind }, isElsewhere) {
  return [
    kind !== 'time' &&
      element('span', { class: isElsewhere ? 'who' : 'unseen' }, `${actorOf(run, actor).title} `),
    element('span', { class: 'what' }, text),
    result !== undefined && element('span', { class: 'came' }, `→ ${result}`),
  ];
}

/** @param {PageRun} run @param {PageStep} step */
function message(run, { kind, actor, result, isBad }) {
  const who = actorOf(run, actor).title;
  return kind === 'call'
    ? [element('span', { class: 'what' }, `called by ${who}`)]
    : [
        element('span', { class: 'what' }, `answers ${who}`),
        element('b', { class: isBad ? 'bad' : 'came' }, result ?? ''),
      ];
}
