/**
 * How pages look: set from type and space alone. Two colours mean something, bluish green and vermilion, which are told
 * apart with any kind of colour vision (Okabe & Ito, "Color universal design", 2008), and never without a word or a mark.
 */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fdfcfa; --raised: #f5f3ee; --ink: #1d1e20; --quiet: #5a5e64; --line: #dedbd3;
  --good: #006b50; --bad: #b23808; --series: #2b6ca3; --faint: #a9b4bd; --focus: #2b6ca3;
  --serif: Charter, "Iowan Old Style", "Source Serif 4", Georgia, "Liberation Serif", serif;
  --sans: system-ui, -apple-system, "Segoe UI", "Helvetica Neue", "Liberation Sans", Arial, sans-serif;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #151618; --raised: #1e2023; --ink: #e9e6e0; --quiet: #a2a6ac; --line: #35383d;
    --good: #56c9a3; --bad: #ff8f61; --series: #7fb4e3; --faint: #5b646d; --focus: #7fb4e3;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body {
  margin: 0 auto; max-width: 80rem; padding: 1.5rem clamp(1rem, 3vw, 2.5rem) 3rem;
  background: var(--paper); color: var(--ink);
  font: 15px/1.5 var(--sans); font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
}
a { color: inherit; text-decoration: underline; text-decoration-color: var(--faint); text-underline-offset: .2em; }
a:hover { text-decoration-color: currentColor; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
main:focus { outline: none; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .25rem .5rem; }
.unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
h1, h2, h3, p, dl, ol, ul, figure { margin: 0; }
h1 { font: 600 2.1rem/1.15 var(--serif); letter-spacing: -.01em; }
h1 .when { color: var(--ink); font-weight: 400; font-size: 1.3rem; letter-spacing: 0; white-space: nowrap; margin-left: .4rem; }
h2 { font: 600 1.3rem/1.3 var(--serif); margin-bottom: .6rem; }
h3 { font: 600 1rem/1.4 var(--sans); }
code { font: .87em/1.5 var(--mono); }
small, .quiet { color: var(--quiet); font-size: .87rem; }
ul, ol { padding: 0; list-style: none; }
header nav, header p { color: var(--quiet); font-size: .87rem; }
header nav ul { display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; }
header nav a { display: inline-block; padding: .15rem 0; }
header { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .3rem 2rem; margin-bottom: 1.6rem; }
.green { color: var(--good); } .red { color: var(--bad); }
section { margin-top: 2.6rem; }
section > p { max-width: 46rem; }
section > p + *, section > * + p { margin-top: .7rem; }

.first { display: grid; gap: 2rem 3.5rem; grid-template-columns: minmax(0, 1fr); }
.first > * { margin-top: 0; }
.verdict p { font: 1.12rem/1.5 var(--serif); margin-top: .4rem; max-width: 44rem; }
.verdict ul { margin-top: .7rem; display: grid; gap: .25rem; }
.verdict li { padding-left: 1.3rem; text-indent: -1.3rem; }
.verdict li::before { content: "✗"; color: var(--bad); display: inline-block; width: 1.3rem; text-indent: 0; }
.figures dl { border-top: 1px solid var(--line); }
.figures dl > div { display: grid; grid-template-columns: 8.6rem minmax(0, 1fr); gap: 0 1rem; padding: .38rem 0; border-bottom: 1px solid var(--line); }
.figures dt { color: var(--quiet); font-size: .87rem; line-height: 1.6rem; }
.figures dd { margin: 0; }
.figures dd b { font-weight: 600; font-size: 1.05rem; }
.figures small { display: block; line-height: 1.35; }

.finding { border-left: 3px solid var(--bad); padding-left: 1.1rem; margin-top: 1.6rem; }
.finding .witness { font: 1.12rem/1.45 var(--serif); margin: .25rem 0 .5rem; max-width: 46rem; }
.finding .facts { display: grid; grid-template-columns: 7rem minmax(0, 1fr); gap: .1rem .8rem; margin-bottom: .7rem; }
.facts dt { color: var(--quiet); font-size: .87rem; line-height: 1.55rem; }
.facts dd { margin: 0; }
.badge { font: 600 .78rem/1 var(--sans); color: var(--bad); border: 1px solid currentColor; border-radius: 2px; padding: .12rem .35rem; margin-left: .5rem; white-space: nowrap; }

.command { display: flex; align-items: stretch; max-width: 46rem; border: 1px solid var(--line); background: var(--raised); border-radius: 3px; }
.command code { flex: 1; min-width: 0; padding: .45rem .7rem; overflow-x: auto; white-space: nowrap; user-select: all; }
.command button { font: 600 .82rem/1 var(--sans); color: var(--ink); background: var(--paper); border: 0; border-left: 1px solid var(--line); padding: 0 .9rem; min-width: 4.8rem; min-height: 2.25rem; cursor: pointer; border-radius: 0 3px 3px 0; }
.command button:hover { background: var(--raised); }
.command button[hidden] { display: none; }
.copied { color: var(--good) !important; }
.copied::after { content: " ✓"; }

details { margin-top: .6rem; }
summary { cursor: pointer; color: var(--quiet); font-size: .87rem; padding: .15rem 0; width: fit-content; }
details > * + * { margin-top: .4rem; }

.scroll { overflow-x: auto; }
table { overflow-wrap: break-word; border-collapse: collapse; font-size: .92rem; line-height: 1.4; }
caption { text-align: left; color: var(--quiet); font-size: .87rem; padding-bottom: .35rem; }
th, td { text-align: left; font-weight: 400; vertical-align: baseline; padding: .26rem 1.3rem .26rem 0; border-bottom: 1px solid var(--line); }
thead th { color: var(--quiet); font-size: .82rem; white-space: nowrap; }
th.figure, td.figure { text-align: right; white-space: nowrap; }
tbody th { font-weight: 500; }
tr > :last-child { padding-right: 0; }

.charts { display: grid; gap: 2rem 3rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 21rem), 1fr)); }
figcaption { font-size: .87rem; color: var(--quiet); margin-bottom: .5rem; }
figcaption strong { display: block; color: var(--ink); font-weight: 600; font-size: .95rem; }
/* Captions of a row end at the same height, however many lines they have. */
.charts > figure { display: grid; grid-row: span 3; grid-template-rows: subgrid; row-gap: 0; }
figure svg { display: block; width: 100%; max-width: 34rem; height: auto; overflow: visible; }
figure svg text { font-family: var(--sans); fill: var(--quiet); }
.key::before { content: ""; display: inline-block; width: .7em; height: .7em; margin-right: .35em; background: var(--series); }
.key.broken::before { background: var(--bad); }
.key.most::before { height: 2px; vertical-align: .25em; background: var(--faint); }

.scroll + .columns, p + .charts { margin-top: 1.4rem; }
.columns { display: grid; gap: 2rem 3.5rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); }
.lines { display: grid; gap: .2rem; max-width: 60rem; }
.lines li { padding-left: 1.1rem; text-indent: -1.1rem; }
.lines li::before { content: "–"; color: var(--faint); display: inline-block; width: 1.1rem; text-indent: 0; }

.strip { display: flex; flex-wrap: wrap; gap: 3px; }
.strip a { display: grid; place-items: center; width: 3.3rem; height: 2.7rem; line-height: 1.15; font-size: .78rem; text-decoration: none; border-radius: 2px; border: 1px solid var(--line); color: var(--quiet); }
.strip a b { display: block; text-align: center; font-size: 1rem; color: var(--good); }
.strip a.broken { border-color: var(--bad); box-shadow: inset 0 -3px var(--bad); }
.strip a.broken b { color: var(--bad); }
.strip a:hover { background: var(--raised); }
footer { margin-top: 3.5rem; border-top: 1px solid var(--line); padding-top: .8rem; color: var(--quiet); font-size: .87rem; }

@media (min-width: 64rem) {
  .first { grid-template-columns: minmax(0, 1fr) 24rem; }
}
@media (max-width: 30rem) {
  h1 { font-size: 1.7rem; }
  .figures dl > div { grid-template-columns: 7rem minmax(0, 1fr); }
  .finding { padding-left: .8rem; }
  .finding .facts { grid-template-columns: minmax(0, 1fr); }
  .facts dd { margin-bottom: .25rem; }
}
@media print {
  :root { --paper: #fff; --raised: #fff; --ink: #000; --quiet: #444; --line: #bbb; --good: #006b50; --bad: #b23808; --series: #2b6ca3; --faint: #999; }
  html { font-size: 12px; }
  body { font-size: 11.5px; padding: 0; max-width: none; }
  .skip, .command button, header nav { display: none; }
  .command code { white-space: pre-wrap; word-break: break-all; }
  section, figure, tr, .finding { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  .scroll { overflow: visible; }
}
`;
