import type { TracePage } from './page-data.ts';
import { pageScript, pageStyle } from './page-files.ts';

/** Nothing may be loaded from anywhere: all that the page needs is in it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

/**
 * Writes a page that shows runs step by step: one file that needs nothing but a browser. The same data make the same
 * page, byte for byte.
 */
export function tracePage(page: TracePage): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${escaped(page.title)}</title>
<style>
${pageStyle()}</style>
</head>
<body>
<header>
<p class="tools"><button type="button" id="copy-button">Copy replay command</button> <button type="button" id="theme-button">Light / dark</button> <button type="button" id="help-button">Keys&nbsp;<kbd>?</kbd></button></p>
<div id="head">${headOf(page)}</div>
</header>
<main${page.comparison ? ' class="comparison"' : ''}>
<ol id="moments" aria-label="Steps that matter"></ol>
<section class="timeline" aria-label="Timeline">
<div id="toolbar" role="toolbar" aria-label="What is shown"></div>
<div id="steps" class="steps"><div id="lane-head"></div></div>
<p class="foot"><span id="shown"></span></p>
</section>
<section id="detail" class="detail" aria-label="The selected step" tabindex="0"></section>
</main>
<p id="live" class="unseen" role="status" aria-live="polite"></p>
<dialog id="help" aria-label="Keys"></dialog>
<div id="paper"></div>
<noscript><p>The steps of the run are in this page, and are shown by a script: allow it, or read them in the terminal.</p></noscript>
<script type="application/json" id="data">${json(page)}</script>
<script type="module">
${pageScript()}</script>
</body>
</html>
`;
}

/** What there is to see before the script has begun. */
function headOf({ runs: [run], comparison }: TracePage): string {
  if (!run) return '';
  const { verdict } = run;
  if (comparison) return `<p class="law">≠</p><h1>${escaped(comparison.title)}</h1>`;
  return verdict
    ? `<p class="law broken">✗ ${escaped(verdict.law)}</p><h1>${escaped(verdict.sentence)}</h1>`
    : '<p class="law held">✓ every law holds</p><h1>Every law holds in this run.</h1>';
}

/** Within a script element, `<` could end it, or begin a comment in it. */
function json(page: TracePage): string {
  return JSON.stringify(page).replaceAll('<', String.raw`\u003c`);
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
