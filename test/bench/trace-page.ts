import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { tracePage } from '../../reports/trace/trace-page.ts';
import { firstContentfulPaint, launchChromium, openPage, WITHOUT_CHROMIUM } from '../support/chromium.ts';
import { largeRun, pageOf } from '../support/trace-pages.ts';

const STEPS = [100, 1_000, 10_000];
const TIMES = 5;

/** How soon a trace page shows something, and how long it takes to go to its last step, in a real browser. */
export async function* tracePages(): AsyncGenerator<string> {
  yield 'trace pages: first contentful paint, and from a key to the last step, medians of 5';
  if (WITHOUT_CHROMIUM !== undefined) {
    yield `  not measured: ${WITHOUT_CHROMIUM}`;
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'skein-bench-'));
  const browser = await launchChromium();
  for (const steps of STEPS) {
    const file = join(folder, `${steps}.html`);
    const text = tracePage(pageOf(largeRun(steps)));
    writeFileSync(file, text);
    const paints: number[] = [];
    const ends: number[] = [];
    for (let time = 0; time < TIMES; time += 1) {
      const { page } = await openPage(browser, { viewport: { width: 1280, height: 900 } });
      await page.goto(pathToFileURL(file).href);
      paints.push(await firstContentfulPaint(page));
      ends.push(
        await page.evaluate<number>(`{
          const begun = performance.now();
          document.dispatchEvent(new KeyboardEvent('keydown', { key: 'End' }));
          performance.now() - begun;
        }`),
      );
      await page.context().close();
    }
    const size = (text.length / 1_000_000).toFixed(1);
    yield `  ${steps.toLocaleString('en-US').padStart(6)} steps, ${size} MB: paint ${median(paints)} ms, End ${median(ends)} ms`;
  }
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}

function median(values: readonly number[]): string {
  return (values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0).toFixed(0);
}
