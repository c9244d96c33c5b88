import { byId, element } from './element.js';
import { KINDS } from './filter.js';

/** @import { Viewer } from './viewer.js' */

/**
 * The controls above the steps: which run, how much of it, what of it, and what to look for.
 *
 * @param {Viewer} viewer
 * @param {readonly { readonly id: string, readonly label: string }[]} runs to choose from
 */
export function makeToolbar(viewer, runs) {
  const bar = byId('toolbar');
  const runButtons = runs.map(({ id, label }, index) =>
    toggle(
      label,
      () => viewer.choose(id),
      () => viewer.chosen === index,
    ),
  );
  const extents = [
    toggle(
      'Story',
      () => viewer.narrow({ extent: 'story', opened: new Set() }),
      () => viewer.filter.extent === 'story',
    ),
    toggle(
      'All steps',
      () => viewer.narrow({ extent: 'all', opened: new Set() }),
      () => viewer.filter.extent === 'all',
    ),
  ];
  const actor = element('select', {
    'aria-label': 'Only steps of',
    onchange: () => viewer.narrow({ actor: actor.value }),
  });
  const kind = element(
    'select',
    { 'aria-label': 'Only steps of a kind', onchange: () => viewer.narrow({ kind: kind.value }) },
    element('option', { value: '' }, 'Every kind'),
    ...KINDS.map(({ name, label }) => element('option', { value: name }, label)),
  );
  const text = element('input', {
    type: 'text',
    placeholder: 'Only with …',
    'aria-label': 'Only steps with this text',
    spellcheck: 'false',
    oninput: () => viewer.narrow({ text: text.value }),
  });
  const search = element('input', {
    type: 'search',
    id: 'search',
    placeholder: 'Search  /',
    'aria-label': 'Search steps',
    spellcheck: 'false',
    oninput: () => look(),
  });
  const count = element('output', { class: 'count', for: 'search' });
  const look = () => {
    viewer.search = search.value.trim().toLowerCase();
    if (viewer.search !== '' && viewer.matches().place === 0) viewer.find(1);
    else viewer.onChange();
  };
  search.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') viewer.find(event.shiftKey ? -1 : 1);
    if (event.key === 'Enter') event.preventDefault();
  });
  bar.replaceChildren(
    ...(runs.length > 1 ? [segmented('Run', runButtons)] : []),
    ...(viewer.isComparison
      ? []
      : [segmented('How much', extents), element('span', { class: 'filters' }, actor, kind, text)]),
    element('span', { class: 'find' }, search, count),
  );
  let knownRun = -1;
  return () => {
    for (const button of [...runButtons, ...extents]) button.update();
    const { run, chosen, filter } = viewer;
    extents[0]?.button.toggleAttribute('disabled', run.story === null);
    if (knownRun !== chosen) {
      knownRun = chosen;
      actor.replaceChildren(
        element('option', { value: '' }, 'Every lane'),
        ...run.groups.map(({ name }, index) => element('option', { value: `group:${index}` }, name)),
        ...(run.story?.actors ?? []).map((each) =>
          element('option', { value: each }, run.actors[each]?.title ?? ''),
        ),
      );
    }
    actor.value = filter.actor;
    const { search: wanted } = viewer;
    if (wanted === '') count.textContent = '';
    else {
      const { count: found, place } = viewer.matches();
      count.textContent = found === 0 ? 'none' : `${place || '–'} of ${found}`;
    }
    const { shown, all } = viewer.extent;
    byId('shown').textContent = `${shown.toLocaleString('en-US')} of ${all.toLocaleString('en-US')} steps`;
  };
}

/** @param {string} label @param {() => void} press @param {() => boolean} isPressed */
function toggle(label, press, isPressed) {
  const button = element('button', { type: 'button', onclick: press }, label);
  return { button, update: () => button.setAttribute('aria-pressed', String(isPressed())) };
}

/** @param {string} label @param {readonly { readonly button: HTMLElement }[]} buttons */
function segmented(label, buttons) {
  return element(
    'span',
    { class: 'segmented', role: 'group', 'aria-label': label },
    ...buttons.map(({ button }) => button),
  );
}
