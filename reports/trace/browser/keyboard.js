import { byId, element } from './element.js';

/** @import { Viewer } from './viewer.js' */

const PAGE = 15;

/** @type {readonly (readonly [keys: readonly string[], what: string])[]} */
const HELP = [
  [['j', '↓'], 'next step'],
  [['k', '↑'], 'step before'],
  [['PgDn', 'PgUp'], `${PAGE} steps on, or back`],
  [['Home', 'End'], 'first step, last step'],
  [['m', 'M'], 'next step that matters, the one before'],
  [['/'], 'search; Enter and Shift+Enter, or n and N, go through what was found'],
  [['s'], 'the story, or all steps'],
  [['?'], 'this help'],
  [['Esc'], 'close it; leave the search'],
];

/**
 * Has the page moved through by keys.
 *
 * @param {Viewer} viewer
 */
export function listen(viewer) {
  const help = /** @type {HTMLDialogElement} */ (byId('help')); // as the page's frame has it
  help.replaceChildren(
    element('h2', {}, 'Keys'),
    element(
      'dl',
      {},
      ...HELP.flatMap(([keys, what]) => [
        element('dt', {}, ...keys.map((key) => element('kbd', {}, key))),
        element('dd', {}, what),
      ]),
    ),
    element('form', { method: 'dialog' }, element('button', {}, 'Close')),
  );
  byId('help-button').addEventListener('click', () => help.showModal());
  document.addEventListener('keydown', (event) => {
    const { key, target, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey || help.open) return;
    const isTyping = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
    if (key === 'Escape' && isTyping) leave(target, viewer);
    if (isTyping) return;
    // What scrolls by itself keeps its arrows.
    const isScroller = target instanceof HTMLElement && target.closest('.detail') !== null && key.length > 1;
    const action = isScroller ? undefined : actions(viewer, help)[key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}

/** @param {Viewer} viewer @param {HTMLDialogElement} help @returns {Readonly<Record<string, () => void>>} */
function actions(viewer, help) {
  const forth = () => viewer.move(1);
  const back = () => viewer.move(-1);
  return {
    j: forth,
    ArrowDown: forth,
    k: back,
    ArrowUp: back,
    PageDown: () => viewer.move(PAGE),
    PageUp: () => viewer.move(-PAGE),
    Home: () => viewer.move(-viewer.extent.shown),
    End: () => viewer.move(viewer.extent.shown),
    m: () => toMoment(viewer, 1),
    M: () => toMoment(viewer, -1),
    n: () => viewer.find(1),
    N: () => viewer.find(-1),
    s: () => {
      if (viewer.run.story && !viewer.isComparison)
        viewer.narrow({ extent: viewer.filter.extent === 'story' ? 'all' : 'story', opened: new Set() });
    },
    '/': () => byId('search').focus(),
    '?': () => help.showModal(),
  };
}

/** @param {HTMLElement} field @param {Viewer} viewer */
function leave(field, viewer) {
  field.blur();
  viewer.focus();
}

/** @param {Viewer} viewer @param {1 | -1} towards */
function toMoment(viewer, towards) {
  const steps = viewer.run.moments.map(({ step }) => step);
  const next =
    towards > 0
      ? steps.find((step) => step > viewer.selected)
      : steps.findLast((step) => step < viewer.selected);
  if (next !== undefined) viewer.select(next);
}
