import { byId } from './element.js';
import { listen } from './keyboard.js';
import { preparePrint } from './print.js';
import { makeToolbar } from './toolbar.js';
import { say, Viewer } from './viewer.js';

/** @import { TracePage } from '../page-data.ts' */

const page = /** @type {TracePage} */ (JSON.parse(byId('data').textContent ?? '')); // as the page was made
const viewer = new Viewer(page);
const update = makeToolbar(viewer, page.comparison ? [] : page.runs);
viewer.onChange = () => {
  update();
  const run = page.runs.length > 1 && !page.comparison ? `&run=${viewer.run.id}` : '';
  const hash = `#step=${viewer.selected}${run}${viewer.filter.extent === 'all' ? '&all' : ''}`;
  if (location.hash !== hash) history.replaceState(null, '', hash);
};
byId('copy-button').toggleAttribute('hidden', page.comparison !== null || viewer.run.command === '');
listen(viewer);
preparePrint(() => viewer.run);
byId('theme-button').addEventListener('click', () => {
  const { dataset } = document.documentElement;
  const isDark = (dataset['theme'] ?? (prefersDark() ? 'dark' : 'light')) === 'dark';
  dataset['theme'] = isDark ? 'light' : 'dark';
});
byId('copy-button').addEventListener('click', () => {
  navigator.clipboard.writeText(viewer.run.command).then(
    () => say('Copied.'),
    () => say('The browser does not let this page copy: the command is under the heading.'),
  );
});

function prefersDark() {
  return matchMedia('(prefers-color-scheme: dark)').matches;
}

/** Goes to where the address points. */
function follow() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const step = Number(asked.get('step'));
  if (asked.has('all') || viewer.run.story === null) viewer.filter = { ...viewer.filter, extent: 'all' };
  viewer.choose(asked.get('run') ?? viewer.run.id, Number.isInteger(step) && step > 0 ? step : undefined);
}

window.addEventListener('hashchange', follow);
follow();
