import { createHash } from 'node:crypto';
import { COPY_SCRIPT } from './command-box.ts';
import { type Content, html, Markup } from './markup.ts';
import { STYLE } from './style.ts';

/** What a page consists of. */
export type PageContent = {
  readonly title: string;
  /** Shown on the tab as a mark, so that it is seen without opening it. */
  readonly isGreen: boolean;
  readonly header: Content;
  readonly main: Content;
  readonly footer: Content;
};

const SCRIPT_HASH = createHash('sha256').update(COPY_SCRIPT).digest('base64');

/** Nothing is fetched, and no script runs but the page's own, whatever the data on it says. */
const POLICY = `default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-${SCRIPT_HASH}'; base-uri 'none'; form-action 'none'`;

/** One file that holds all it needs. */
export function page({ title, isGreen, header, main, footer }: PageContent): string {
  const { text } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="${tabMark(isGreen)}">
<style>${new Markup(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to what happened</a>
<header>${header}</header>
<main id="main" tabindex="-1">
${main}
</main>
<footer>${footer}</footer>
<p id="told" class="unseen" role="status"></p>
<script>${new Markup(COPY_SCRIPT)}</script>
</body>
</html>
`;
  return text;
}

/** A disc for green, a ring with a bar for red: shapes tell them apart where colours do not. */
function tabMark(isGreen: boolean): string {
  const shape = isGreen
    ? '<circle cx="8" cy="8" r="7" fill="#00795a"/>'
    : '<circle cx="8" cy="8" r="5.5" fill="none" stroke="#c4410c" stroke-width="3"/><path d="M4 12 12 4" stroke="#c4410c" stroke-width="3"/>';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${shape}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
